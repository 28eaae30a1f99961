package dev.holdfast.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON for scripts: made of maps, lists, strings, numbers and booleans; fields in given order. */
final class JsonOutput {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonOutput() {}

  /** An object of these fields: name, value, name, value, … */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  /** Prints a value and a line end. */
  static void print(Io io, Object value) {
    io.out().println(MAPPER.writeValueAsString(value));
  }
}
