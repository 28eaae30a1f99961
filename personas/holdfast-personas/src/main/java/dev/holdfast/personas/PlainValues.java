package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import dev.holdfast.personas.FrontMatter.Entry;
import dev.holdfast.personas.PersonaException.Code;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of the front matter as JSON has them: see {@link PersonaDocument}. */
final class PlainValues {

  /** As deep as the front matter of a file may be. */
  private static final int MAX_DEPTH = 32;

  /** JSON's numbers, short enough that nobody rounds or expands them. Others are texts. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,29})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private static final Pattern LONG = Pattern.compile("-?[0-9]{1,18}");

  private PlainValues() {}

  /** What the front matter of {@code file} says; nothing if it could not be taken apart. */
  static Map<String, @Nullable Object> of(PersonaFile file) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    file.layout().stream()
        .flatMap(layout -> layout.front().entries().stream())
        .filter(entry -> !entry.key().isEmpty())
        .forEach(
            entry -> {
              boolean known = Field.ofKey(entry.key()).isPresent();
              values.put(whole(entry.key()), field(entry.key(), ofNode(entry.value(), known)));
            });
    return Collections.unmodifiableMap(values);
  }

  /**
   * The same values in the types that a file gives, copied.
   *
   * @throws PersonaException {@code INVALID_VALUE} if a file cannot have one of them
   */
  static Map<String, @Nullable Object> normal(Map<String, ?> metadata) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          requireKey(key);
          boolean known = Field.ofKey(key).isPresent();
          values.put(key, field(key, ofValue(key, value, known, 1)));
        });
    return Collections.unmodifiableMap(values);
  }

  /** Gives the value of a known field the form of its kind, where it can have it. */
  private static @Nullable Object field(String key, @Nullable Object value) {
    Field.Kind kind = Field.ofKey(key).map(Field::kind).orElse(Field.Kind.TEXT);
    return switch (kind) {
      case TEXT, BODY -> value;
      case FLAG ->
          value instanceof String text && text.matches("(?i)true|false")
              ? (Object) Boolean.valueOf(text)
              : value;
      case LIST ->
          switch (value) {
            case String text -> PersonaRules.splitList(text);
            case List<?> items -> items.stream().map(i -> i == null ? "" : i).toList();
            case null, default -> value;
          };
    };
  }

  /**
   * @param asText take plain scalars as the text that stands there
   */
  private static @Nullable Object ofNode(YamlNode node, boolean asText) {
    return switch (node.shape()) {
      case SCALAR -> {
        if (node.isNull() && !node.tagged()) {
          yield null;
        }
        boolean text = asText || !node.plain() || node.tagged();
        yield text ? whole(node.text()) : plain(node.text());
      }
      case SEQUENCE -> {
        List<@Nullable Object> items = new ArrayList<>();
        node.items().forEach(item -> items.add(ofNode(item, asText)));
        yield Collections.unmodifiableList(items);
      }
      case MAPPING -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Entry entry : node.entries()) {
          if (!entry.key().isEmpty()) {
            values.put(whole(entry.key()), ofNode(entry.value(), asText));
          }
        }
        yield Collections.unmodifiableMap(values);
      }
    };
  }

  private static @Nullable Object ofValue(
      String key, @Nullable Object value, boolean asText, int depth) {
    if (depth > MAX_DEPTH) {
      throw refusal(key, "is nested deeper than %d levels".formatted(MAX_DEPTH));
    }
    return switch (value) {
      case null -> null;
      case String text -> {
        requireText(key, text);
        yield text;
      }
      case Boolean flag -> asText ? flag.toString() : flag;
      case Number number -> {
        Object plain = plain(number.toString());
        if (plain instanceof String) {
          throw refusal(key, "is a number that is too long");
        }
        yield asText ? number.toString() : plain;
      }
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : list) {
          items.add(ofValue(key, item, asText, depth + 1));
        }
        yield Collections.unmodifiableList(items);
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach(
            (name, inner) -> {
              requireKey(name);
              values.put((String) name, ofValue(key, inner, asText, depth + 1));
            });
        yield Collections.unmodifiableMap(values);
      }
      default -> throw refusal(key, "is neither a text, a number, a flag, a list nor an object");
    };
  }

  /** What YAML and JSON both read where {@code text} stands without quotes. */
  private static Object plain(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (!NUMBER.matcher(text).matches()) {
      return text;
    }
    // What it prints decides: 12E0 prints as 12, and 11e999 as 1.1E+1000, which is none of ours.
    String printed = new BigDecimal(text).toString();
    if (LONG.matcher(printed).matches()) {
      return Long.valueOf(printed);
    }
    return NUMBER.matcher(printed).matches() ? new BigDecimal(printed) : text;
  }

  private static void requireKey(@Nullable Object key) {
    if (!(key instanceof String text) || text.isEmpty()) {
      throw new PersonaException(
          Code.INVALID_VALUE, "a field has no name", "Give every field a name.");
    }
    requireText("the name of a field", text);
  }

  static void requireText(String key, String text) {
    if (FieldRules.hasLoneSurrogate(text)) {
      throw refusal(key, "holds half of a surrogate pair, which is not a character");
    }
  }

  /** What YAML's escapes can make and no text can hold becomes the replacement character. */
  private static String whole(String text) {
    return FieldRules.hasLoneSurrogate(text) ? new String(text.getBytes(UTF_16BE), UTF_16BE) : text;
  }

  static PersonaException refusal(String key, String what) {
    return new PersonaException(
        Code.INVALID_VALUE,
        "%s %s".formatted(Show.quoted(key), what),
        "Give a value that can stand in the front matter of a persona file.");
  }
}
