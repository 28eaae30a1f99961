package dev.holdfast.personas.archive;

/**
 * Text from outside as it can be shown: what could move a cursor or turn the line is a {@code ?}.
 */
public final class Printable {

  private static final int MAX_SHOWN = 120;

  private Printable() {}

  /** All of it. */
  public static String all(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** A name; a long one is cut, and ends with dots. */
  public static String name(String name) {
    int length = name.codePointCount(0, name.length());
    return length > MAX_SHOWN
        ? all(name.substring(0, name.offsetByCodePoints(0, MAX_SHOWN))) + "..."
        : all(name);
  }

  /** A name in quotes. */
  public static String quoted(String name) {
    return "'" + name(name) + "'";
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
