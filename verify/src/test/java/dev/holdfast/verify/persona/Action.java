package dev.holdfast.verify.persona;

import java.util.Arrays;
import java.util.List;

/**
 * Something that is done to a store, as a line of text: a kind and its arguments, without blanks.
 *
 * @param kind what
 * @param arguments see {@link Kind}
 */
record Action(Kind kind, List<String> arguments) {

  /**
   * What can be done. A slug is that of a {@link Text}; a token is a text that nobody else uses.
   */
  enum Kind {
    /** Slug, token. */
    CREATE,
    /** Slug, field, token, expected version or {@code -}. */
    EDIT,
    /** Slug, new slug. */
    RENAME,
    /** Slug, expected version or {@code -}. */
    DELETE,
    /** Slug. */
    UNDO,
    /** Policy, token, slugs. */
    IMPORT,
    /** Token, slugs. */
    RESTORE,
    /** Nothing: all personas as of one instant. */
    READ_ALL,
    /** Slug. */
    GET,
    /** Slug: what was done to it, the latest first. */
    HISTORY
  }

  static Action of(Kind kind, String... arguments) {
    return new Action(kind, List.of(arguments));
  }

  static Action parse(List<String> words) {
    return new Action(Kind.valueOf(words.getFirst()), words.subList(1, words.size()));
  }

  String argument(int index) {
    return arguments.get(index);
  }

  /** Slugs that are given with commas between. */
  List<String> slugs(int index) {
    return Arrays.asList(argument(index).split(",", -1));
  }

  @Override
  public String toString() {
    return kind + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
  }
}
