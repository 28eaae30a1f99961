package dev.holdfast.server.install;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a JSON text is laid out, and values written the same way.
 *
 * @param lines does the text have more than one line?
 * @param newline what ends a line
 * @param unit one step of indentation
 */
record JsonLayout(boolean lines, String newline, String unit) {

  private static final JsonMapper WRITER = new JsonMapper();

  static JsonLayout of(String text, JsonObjectText root) {
    boolean lines = text.strip().contains("\n") || root.members().isEmpty();
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    String unit =
        root.members().stream()
            .map(member -> indentation(text, member.start()))
            .filter(blanks -> !blanks.isEmpty())
            .findFirst()
            .orElse("  ");
    return new JsonLayout(lines, newline, unit);
  }

  /** A value over several lines; all but its first have this indentation. */
  String lines(JsonNode value, String indentation) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withArrayElementSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter(unit, newline))
            .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());
    // Line ends inside of strings are escaped: what is found is layout.
    return WRITER
        .writer()
        .with(printer)
        .writeValueAsString(value)
        .replace(newline, newline + indentation);
  }

  /** A value on one line. */
  static String inline(JsonNode value) {
    return WRITER.writeValueAsString(value);
  }

  /** The blanks before a position; empty if something else stands before it on its line. */
  static String indentation(String text, int position) {
    int start = text.lastIndexOf('\n', position - 1) + 1;
    String before = text.substring(start, position);
    return before.isBlank() ? before : "";
  }

  /** The blanks at the beginning of the line of a position. */
  static String lineIndentation(String text, int position) {
    int start = text.lastIndexOf('\n', position - 1) + 1;
    int end = start;
    while (end < position && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(start, end);
  }
}
