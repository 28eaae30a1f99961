package dev.holdfast.server.console;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the API reads and writes JSON. */
final class Json {

  /** Refuses what two readers could understand differently. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  private Json() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * An object.
   *
   * @throws ApiException if it is none
   */
  static Map<String, Object> object(byte[] bytes) {
    try {
      Map<String, Object> object = MAPPER.readValue(bytes, OBJECT);
      if (object != null) {
        return object;
      }
    } catch (JacksonException e) {
      // as below
    }
    throw ApiException.badRequest(
        "The body is not a JSON object, or has a key twice.", "Send an object in UTF-8.");
  }
}
