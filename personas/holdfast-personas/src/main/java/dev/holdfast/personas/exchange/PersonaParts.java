package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.PersonaDocument;
import dev.holdfast.personas.PersonaException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The fields of one persona in JSON, collected in any order. Not thread-safe. */
final class PersonaParts {

  private final JsonInput json;
  private final Set<String> seen = new HashSet<>();
  private @Nullable Map<String, @Nullable Object> metadata;
  private @Nullable String content;
  private @Nullable String source;
  private String fileName = "";

  PersonaParts(JsonInput json) {
    this.json = json;
  }

  /** Goes to the next field of the object, which must be a new one; null behind the last. */
  @Nullable String nextField() throws IOException {
    String name = json.nextName();
    if (name == null) {
      return null;
    }
    if (!seen.add(name)) {
      throw json.duplicate(name);
    }
    if (seen.size() > ExchangeLimits.MAX_FIELDS
        || name.length() > ExchangeLimits.MAX_FIELD_NAME_CHARS) {
      throw json.refusal(
          "an object has more than %d fields, or the name of one has more than %d characters"
              .formatted(ExchangeLimits.MAX_FIELDS, ExchangeLimits.MAX_FIELD_NAME_CHARS),
          "Export the persona once more.");
    }
    json.next();
    return name;
  }

  /** Reads the value of the field, or passes over it if a persona has no such field. */
  void take(String name) throws IOException {
    switch (name) {
      case "metadata" -> {
        if (json.token() != JsonToken.START_OBJECT) {
          throw json.refusal("metadata must be an object", "Give the fields of the persona in it.");
        }
        metadata = json.object();
      }
      case "content" -> content = text(name);
      case "source" -> source = text(name);
      case "filename" -> {
        fileName = json.token() == JsonToken.VALUE_NULL ? "" : text(name);
        if (fileName.length() > ExchangeLimits.MAX_FILE_NAME_CHARS) {
          throw json.refusal(
              "filename has more than %d characters".formatted(ExchangeLimits.MAX_FILE_NAME_CHARS),
              "Shorten it, or leave it out.");
        }
      }
      default -> json.skip();
    }
  }

  private String text(String name) throws IOException {
    if (json.token() != JsonToken.VALUE_STRING) {
      throw json.refusal(name + " must be a text", "Export the persona once more.");
    }
    return json.text();
  }

  /** Has any field of a persona been read? */
  boolean any() {
    return metadata != null || content != null || source != null;
  }

  String fileName() {
    return fileName;
  }

  /** The file that the parts say. To be called at the end of the object. */
  byte[] file() {
    if (metadata == null || content == null) {
      throw json.refusal(
          "a persona needs metadata and content; %s is missing"
              .formatted(metadata == null ? "metadata" : "content"),
          Refusal.FORMS);
    }
    try {
      Map<String, @Nullable Object> fields = withVersionAsText(metadata);
      return source == null
          ? PersonaDocument.of(fields, content).bytes()
          : sameAs(fields, content, source);
    } catch (PersonaException e) {
      throw json.refusal("the persona before this place: " + e.getMessage(), e.hint());
    }
  }

  private static byte[] sameAs(
      Map<String, @Nullable Object> fields, String content, String source) {
    byte[] bytes = source.getBytes(UTF_8);
    if (!PersonaDocument.parse("source", bytes).says(fields, content)) {
      throw Refusal.of(
          "source says something else than metadata and content",
          "Remove the field source to import what metadata and content say, without comments.");
    }
    return bytes;
  }

  /** Writers of JSON drop the zero of a version that YAML reads as the number 2.0. */
  private static Map<String, @Nullable Object> withVersionAsText(
      Map<String, @Nullable Object> metadata) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(metadata);
    fields.computeIfPresent(
        "version",
        (_, value) ->
            value instanceof BigDecimal number && number.toString().matches("[0-9]{1,9}")
                ? number + ".0"
                : value);
    return fields;
  }
}
