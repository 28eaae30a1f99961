package dev.holdfast.personas;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields that have a meaning, in the order in which a new file has them. */
enum Field {
  NAME("name", Kind.TEXT),
  DESCRIPTION("description", Kind.TEXT),
  UNIQUE_ID("unique_id", Kind.TEXT),
  AUTHOR("author", Kind.TEXT),
  TRIGGERS("triggers", Kind.LIST),
  VERSION("version", Kind.TEXT),
  CATEGORY("category", Kind.TEXT),
  AGE_RATING("age_rating", Kind.TEXT),
  CONTENT_FLAGS("content_flags", Kind.LIST),
  AI_GENERATED("ai_generated", Kind.FLAG),
  GENERATION_METHOD("generation_method", Kind.TEXT),
  PRICE("price", Kind.TEXT),
  REVENUE_SPLIT("revenue_split", Kind.TEXT),
  LICENSE("license", Kind.TEXT),
  CREATED_DATE("created_date", Kind.TEXT),
  INSTRUCTIONS("instructions", Kind.BODY);

  /** Where a value stands and what it looks like there. */
  enum Kind {
    TEXT,
    LIST,
    FLAG,
    /** Not in the front matter: the text after it. */
    BODY
  }

  private static final Map<String, Field> IN_FRONT_MATTER = new HashMap<>();

  static {
    for (Field field : values()) {
      if (field.kind != Kind.BODY) {
        IN_FRONT_MATTER.put(field.key, field);
      }
    }
  }

  private final String key;
  private final Kind kind;

  Field(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  /** The field that a key of the front matter, exactly as written, stands for. */
  static Optional<Field> ofKey(String key) {
    return Optional.ofNullable(IN_FRONT_MATTER.get(key));
  }

  /** The field that people mean: case, {@code _}, {@code -} and blanks do not count. */
  static Optional<Field> ofWords(String words) {
    String wanted = bare(words);
    for (Field field : values()) {
      if (bare(field.key).equals(wanted)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  static String bare(String words) {
    return words.replaceAll("[_ -]", "").toLowerCase(Locale.ROOT);
  }
}
