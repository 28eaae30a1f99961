package dev.holdfast.server.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values from a client, shown in messages. */
final class Values {

  private static final int LONGEST = 60;

  private Values() {}

  /** A value with its type in few words, safe to print: {@code the number 5}. */
  static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> text.isBlank() ? "a blank string" : "the string " + quoted(text);
      case Number number -> "the number " + cut(number.toString());
      case Boolean bool -> "the boolean " + bool;
      case List<?> list -> list.isEmpty() ? "an empty array" : "an array";
      case Map<?, ?> map -> map.isEmpty() ? "an empty object" : "an object";
      default -> "something else";
    };
  }

  /** A text in quotation marks, cut, with control characters made visible. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    cut(text)
        .codePoints()
        .forEach(
            c -> {
              if (!SafeText.isVisible(c)) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  /** The place of the first half of a surrogate pair that stands alone; -1 if there is none. */
  static int halfPairAt(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
