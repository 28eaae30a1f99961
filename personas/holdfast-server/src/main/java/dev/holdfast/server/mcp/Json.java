package dev.holdfast.server.mcp;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How this package reads and writes JSON, and the shapes of JSON-RPC answers. */
final class Json {

  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;

  /**
   * Refuses what two readers could understand differently: a key twice in an object. Nesting and
   * the length of numbers are bounded by the library's defaults.
   */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // MessageParser checks it
          .build();

  private static final int LONGEST_MESSAGE = 400;

  private Json() {}

  /** The answer to the request {@code id}; {@code result} is written as the mapper writes it. */
  static ObjectNode result(JsonNode id, Object result) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("jsonrpc", "2.0").set("id", id);
    return answer.putPOJO("result", result);
  }

  /** The error that answers the request {@code id}; the null node if the id is not known. */
  static ObjectNode error(JsonNode id, int code, String message) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("jsonrpc", "2.0").set("id", id);
    answer.putObject("error").put("code", code).put("message", shortened(message));
    return answer;
  }

  /** A request's id as JSON-RPC and MCP allow it: a string or an integer. */
  static boolean isLegalId(JsonNode node) {
    return node.isString() || node.isIntegralNumber();
  }

  /** The same text for the same id, different texts for different ones, string or number. */
  static String key(JsonNode id) {
    return id.isString() ? "s:" + id.stringValue() : "n:" + id.asString();
  }

  /** What clients send comes back in messages; a hostile name must not make them megabytes. */
  static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + " [...]";
  }
}
