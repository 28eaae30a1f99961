package dev.holdfast.server.catalog;

/**
 * A prompt with its arguments filled in.
 *
 * @param description what it is for
 * @param text the message, as of the user
 */
public record PromptText(String description, String text) {}
