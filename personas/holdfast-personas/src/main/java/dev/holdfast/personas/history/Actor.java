package dev.holdfast.personas.history;

import static java.util.Objects.requireNonNull;

/**
 * Who does something: recorded with each change, and not checked.
 *
 * @param user the person, and the author of what is created; up to {@value #MOST_CHARS} characters
 * @param client the program that was used, with its version; empty if it did not say
 */
public record Actor(String user, String client) {

  /** Longer texts are cut. */
  public static final int MOST_CHARS = 200;

  /** Cuts what is too long. */
  public Actor {
    user = cut(requireNonNull(user));
    client = cut(requireNonNull(client));
  }

  /** Somebody of whom only the name is known. */
  public static Actor of(String user) {
    return new Actor(user, "");
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARS) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
    return text.substring(0, end);
  }
}
