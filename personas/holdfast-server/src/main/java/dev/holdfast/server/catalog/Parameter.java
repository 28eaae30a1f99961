package dev.holdfast.server.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One argument that a tool takes: the source of its JSON schema and of its check.
 *
 * @param least for an integer its smallest value
 * @param most for an integer its largest value
 * @param words for a choice what there is to choose from
 */
record Parameter(
    String name,
    Type type,
    boolean required,
    String description,
    long least,
    long most,
    List<String> words) {

  enum Type {
    /** A string. */
    TEXT("a string"),
    /** A string that is not blank. */
    REFERENCE("a string that is not blank"),
    /** An integer between bounds. */
    INTEGER("an integer"),
    /** True or false. */
    FLAG("true or false"),
    /** One of some words. */
    CHOICE("one of"),
    /** An object whose values are strings, at least one. */
    TEXTS("an object with at least one entry, all values strings");

    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }
  }

  static Parameter required(String name, Type type, String description) {
    return new Parameter(name, type, true, description, 0, 0, List.of());
  }

  static Parameter optional(String name, Type type, String description) {
    return new Parameter(name, type, false, description, 0, 0, List.of());
  }

  static Parameter optionalInteger(String name, long least, long most, String description) {
    return new Parameter(name, Type.INTEGER, false, description, least, most, List.of());
  }

  static Parameter optionalChoice(String name, List<String> words, String description) {
    return new Parameter(name, Type.CHOICE, false, description, 0, 0, List.copyOf(words));
  }

  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (type) {
      case TEXT -> schema.put("type", "string");
      case REFERENCE -> {
        schema.put("type", "string");
        schema.put("minLength", 1);
      }
      case INTEGER -> {
        schema.put("type", "integer");
        schema.put("minimum", least);
        schema.put("maximum", most);
      }
      case FLAG -> schema.put("type", "boolean");
      case CHOICE -> {
        schema.put("type", "string");
        schema.put("enum", words);
      }
      case TEXTS -> {
        schema.put("type", "object");
        schema.put("additionalProperties", Map.of("type", "string"));
        schema.put("minProperties", 1);
      }
    }
    schema.put("description", description);
    return schema;
  }

  /** What is expected, for messages: {@code an integer from 1 to 100}. */
  String expectation() {
    return switch (type) {
      case INTEGER -> type.expected + " from " + least + " to " + most;
      case CHOICE -> type.expected + " " + String.join(", ", words);
      case TEXT, REFERENCE, FLAG, TEXTS -> type.expected;
    };
  }

  /** What is wrong with a value, for messages; empty if it fits. */
  Optional<String> faultOf(Object value) {
    return switch (type) {
      case TEXT -> faultOfText(value, true);
      case REFERENCE -> faultOfText(value, false);
      case INTEGER ->
          Arguments.asInteger(value).filter(n -> n >= least && n <= most).isPresent()
              ? Optional.empty()
              : Optional.of("is " + Values.shown(value));
      case FLAG ->
          value instanceof Boolean ? Optional.empty() : Optional.of("is " + Values.shown(value));
      case CHOICE ->
          value instanceof String word && words.contains(word)
              ? Optional.empty()
              : Optional.of("is " + Values.shown(value));
      case TEXTS -> faultOfTexts(value);
    };
  }

  private static Optional<String> faultOfTexts(Object value) {
    if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
      return Optional.of("is " + Values.shown(value));
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Optional<String> fault = faultOfText(entry.getValue(), true);
      if (fault.isPresent()) {
        return fault.map(f -> "has the entry " + Values.shown(entry.getKey()) + ", which " + f);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> faultOfText(
      @org.jspecify.annotations.Nullable Object value, boolean blankAllowed) {
    if (!(value instanceof String text) || (!blankAllowed && text.isBlank())) {
      return Optional.of("is " + Values.shown(value));
    }
    int half = Values.halfPairAt(text);
    return half < 0
        ? Optional.empty()
        : Optional.of(
            "holds half of a character (an unpaired surrogate) at position "
                + (half + 1)
                + ", which no file can keep");
  }
}
