package dev.holdfast.personas;

import java.util.HexFormat;

/** Makes untrusted text fit to stand in a message: one line, bounded, no control characters. */
final class Show {
  private static final int MOST = 60;

  private Show() {}

  /** {@code value} between double quotes, shortened, with what cannot be seen as {@code U+XXXX}. */
  static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    int shown = 0;
    int at = 0;
    while (at < value.length() && shown < MOST) {
      int c = value.codePointAt(at);
      at += Character.charCount(c);
      shown++;
      if (isUnseen(c)) {
        out.append('<').append(codePoint(c)).append('>');
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.append(at < value.length() ? "…\"" : "\"").toString();
  }

  /** {@code value} on one line, shortened, without quotes. */
  static String plain(String value) {
    String quoted = quoted(value);
    return quoted.substring(1, quoted.length() - 1);
  }

  static String codePoint(int c) {
    int digits = c <= 0xFFFF ? 4 : c <= 0xFFFFF ? 5 : 6;
    return "U+" + HexFormat.of().withUpperCase().toHexDigits(c, digits);
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          c != 0x200D; // the joiner inside an emoji family
      default -> false;
    };
  }
}
