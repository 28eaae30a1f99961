package dev.holdfast.personas;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes values so that every YAML reader gives back the same characters: strings in double quotes
 * on one line, lists in brackets.
 */
final class YamlText {
  private YamlText() {}

  static String of(Field field, FieldValue value) {
    return switch (value) {
      case FieldValue.Text(String text) -> field.kind() == Field.Kind.FLAG ? text : quote(text);
      case FieldValue.Items(List<String> items) ->
          items.stream().map(YamlText::quote).collect(Collectors.joining(", ", "[", "]"));
    };
  }

  /** {@code text} as a double-quoted string. It must not have lone surrogates. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    text.codePoints().forEach(c -> append(c, out));
    return out.append('"').toString();
  }

  private static void append(int c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (!needsEscape(c)) {
          out.appendCodePoint(c);
        } else if (c <= 0xFF) {
          out.append("\\x%02X".formatted(c));
        } else {
          out.append("\\u%04X".formatted(c));
        }
      }
    }
  }

  /** What readers of YAML refuse, drop or take for the end of a line when it stands there raw. */
  private static boolean needsEscape(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c == 0xFEFF
        || c == 0xFFFE
        || c == 0xFFFF;
  }
}
