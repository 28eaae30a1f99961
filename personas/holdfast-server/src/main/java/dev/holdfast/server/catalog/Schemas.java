package dev.holdfast.server.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schemas as maps, in a fixed order so that a list of tools is the same every time. */
final class Schemas {

  private Schemas() {}

  /** The schema of a tool's arguments. */
  static Map<String, Object> input(List<Parameter> parameters) {
    Map<String, Object> properties = new LinkedHashMap<>();
    parameters.forEach(p -> properties.put(p.name(), p.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    List<String> required =
        parameters.stream().filter(Parameter::required).map(Parameter::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return Collections.unmodifiableMap(schema);
  }

  /**
   * The schema of a tool's structured results: the fields of a success, or an error.
   *
   * <p>Errors are part of it because clients exist that check the structured content of an error
   * against the output schema too, and would show their own complaint in the place of ours.
   */
  static Map<String, Object> output(Field... fields) {
    Map<String, Object> properties = properties(fields);
    properties.put("error", error());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    schema.put(
        "oneOf",
        List.of(Map.of("required", required(fields)), Map.of("required", List.of("error"))));
    return Collections.unmodifiableMap(schema);
  }

  /** A field of an object. */
  record Field(String name, Map<String, Object> schema, boolean required) {}

  static Field field(String name, Map<String, Object> schema) {
    return new Field(name, schema, true);
  }

  static Field optional(String name, Map<String, Object> schema) {
    return new Field(name, schema, false);
  }

  static Map<String, Object> object(Field... fields) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties(fields));
    schema.put("required", required(fields));
    schema.put("additionalProperties", false);
    return schema;
  }

  static Map<String, Object> list(Map<String, Object> items) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", items);
    return schema;
  }

  static Map<String, Object> text(String description) {
    return described("string", description);
  }

  static Map<String, Object> bool(String description) {
    return described("boolean", description);
  }

  static Map<String, Object> integer(String description) {
    return described("integer", description);
  }

  static Map<String, Object> number(String description) {
    return described("number", description);
  }

  /** One of some words. */
  static Map<String, Object> choice(String description, List<String> words) {
    Map<String, Object> schema = text(description);
    schema.put("enum", words);
    return schema;
  }

  private static Map<String, Object> error() {
    return object(
        field("code", text("The kind of error, stable.")),
        field("message", text("What happened.")),
        field("hint", text("What to do next.")));
  }

  private static Map<String, Object> described(String type, String description) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put("description", description);
    return schema;
  }

  private static Map<String, Object> properties(Field... fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : fields) {
      properties.put(field.name(), field.schema());
    }
    return properties;
  }

  private static List<String> required(Field... fields) {
    return Arrays.stream(fields).filter(Field::required).map(Field::name).toList();
  }
}
