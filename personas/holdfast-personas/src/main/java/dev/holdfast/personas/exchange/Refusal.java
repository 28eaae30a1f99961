package dev.holdfast.personas.exchange;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;

/** Makes the refusals of input, with untrusted text in them made fit to be shown. */
final class Refusal {

  /** What can be imported. */
  static final String FORMS =
      "Give a persona as Markdown that begins with a line '---', as JSON of one persona or of a"
          + " bundle, as base64 of either, or as a data link.";

  private static final int MOST = 60;

  private Refusal() {}

  static PersonaException of(String message, String hint) {
    return new PersonaException(Code.INVALID_VALUE, message, hint);
  }

  /** {@code text} on one line, shortened, with what cannot be seen as {@code <U+XXXX>}. */
  static String shown(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(MOST)
        .forEach(
            c -> {
              if (isSeen(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("<U+%04X>".formatted(c));
              }
            });
    return text.codePointCount(0, text.length()) > MOST
        ? out.append('…').toString()
        : out.toString();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Where half of a surrogate pair stands; negative if nowhere. */
  static int loneSurrogate(String text) {
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return at;
      }
      at += Character.charCount(c);
    }
    return -1;
  }
}
