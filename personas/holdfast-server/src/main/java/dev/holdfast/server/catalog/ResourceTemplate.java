package dev.holdfast.server.catalog;

/**
 * The form of the URIs of many resources (RFC 6570).
 *
 * @param uriTemplate the form
 * @param name for programs
 * @param title for people
 * @param description what these resources are
 * @param mimeType of their contents
 */
public record ResourceTemplate(
    String uriTemplate, String name, String title, String description, String mimeType) {}
