package dev.holdfast.server.catalog;

/** Text from outside for the eyes of people, on whatever screen. */
final class SafeText {

  private SafeText() {}

  /** One line: what could move a cursor, turn the line or hide is a {@code ?}. */
  static String line(String text) {
    return text.codePoints()
        .map(c -> isVisible(c) ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** {@link #line}, in which nothing is markup either: no emphasis, code, link, tag or table. */
  static String plain(String text) {
    return line(text)
        .codePoints()
        .map(c -> "[]<>`*|\\{}".indexOf(c) < 0 ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A joiner makes emoji families and shapes Arabic and Indic letters: it is let through. */
  static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT -> c == 0x200d || c == 0x200c;
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
