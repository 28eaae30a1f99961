package dev.holdfast.server.cli;

import java.util.regex.Pattern;

/** Text for a terminal. */
final class Text {
  private static final Pattern SAFE_WORD = Pattern.compile("[A-Za-z0-9_/.:@%+=,][\\w/.:@%+=,-]*");

  private Text() {}

  /**
   * The text on one line, with every character that a terminal might obey or that hides others
   * (controls, direction marks, line ends) written as an escape.
   */
  static String line(String text) {
    return escape(text, false);
  }

  /** The same for text of several lines: line feeds and tabs stay. */
  static String lines(String text) {
    return escape(text, true);
  }

  /** The line, cut to {@code max} code points; what is cut is marked. */
  static String line(String text, int max) {
    String line = line(text);
    if (line.codePointCount(0, line.length()) <= max) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…";
  }

  /** A word as a shell must be given it. */
  static String shellWord(String word) {
    return SAFE_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String escape(String text, boolean keepLineEnds) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (keepLineEnds && (c == '\n' || c == '\t')) {
                escaped.appendCodePoint(c);
              } else if (isUnsafe(c)) {
                escaped.append("\\u{%x}".formatted(c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static boolean isUnsafe(int c) {
    // A joiner makes emoji families and shapes Arabic and Indic letters: it stays.
    return switch (Character.getType(c)) {
      case Character.FORMAT -> c != 0x200d && c != 0x200c;
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
