package dev.holdfast.server.catalog;

import java.util.List;

/**
 * A prompt as it stands in the list.
 *
 * @param name names it
 * @param title for people
 * @param description what it is for
 * @param arguments what it takes
 */
public record Prompt(String name, String title, String description, List<Argument> arguments) {

  /** Copies the arguments. */
  public Prompt {
    arguments = List.copyOf(arguments);
  }

  /**
   * An argument of a prompt, a text.
   *
   * @param name names it
   * @param description what to give
   * @param required must it be given?
   */
  public record Argument(String name, String description, boolean required) {}
}
