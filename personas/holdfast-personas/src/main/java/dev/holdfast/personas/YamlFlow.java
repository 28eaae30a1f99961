package dev.holdfast.personas;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes any plain value on one line: known fields as {@link YamlText} does, unknown ones as JSON,
 * which is YAML too.
 */
final class YamlFlow {

  /** YAML wants a key, its quotes and escapes included, to be found within 1,024 characters. */
  private static final int MAX_KEY = 1_000;

  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  /** Words that some readers of YAML take for a value that is no text. */
  private static final Pattern NO_TEXT = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n");

  private YamlFlow() {}

  /**
   * Appends the line of a field. The value is one of {@link PlainValues}.
   *
   * @throws PersonaException {@code INVALID_VALUE} if a key is longer than YAML allows
   */
  static void appendField(String key, @Nullable Object value, StringBuilder out) {
    boolean plain =
        key.length() <= MAX_KEY
            && PLAIN_KEY.matcher(key).matches()
            && !NO_TEXT.matcher(key).matches();
    out.append(plain ? key : quotedKey(key)).append(": ");
    append(value, out);
    out.append('\n');
  }

  private static void append(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case String text -> out.append(YamlText.quote(text));
      case List<?> items -> {
        out.append('[');
        for (Iterator<?> i = items.iterator(); i.hasNext(); ) {
          append(i.next(), out);
          out.append(i.hasNext() ? ", " : "");
        }
        out.append(']');
      }
      case Map<?, ?> entries -> {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> i = entries.entrySet().iterator(); i.hasNext(); ) {
          Map.Entry<?, ?> entry = i.next();
          out.append(quotedKey(String.valueOf(entry.getKey()))).append(": ");
          append(entry.getValue(), out);
          out.append(i.hasNext() ? ", " : "");
        }
        out.append('}');
      }
      case null, default -> out.append(value); // null, a flag or a number
    }
  }

  private static String quotedKey(String key) {
    String quoted = YamlText.quote(key);
    if (quoted.length() > MAX_KEY) {
      throw PlainValues.refusal(key, "has a name that is longer than YAML allows");
    }
    return quoted;
  }
}
