package dev.holdfast.server.catalog;

/**
 * A resource as it stands in the list.
 *
 * @param uri names it
 * @param name for programs
 * @param title for people
 * @param description what it is; may be empty
 * @param mimeType of its content
 */
public record Resource(
    String uri, String name, String title, String description, String mimeType) {}
