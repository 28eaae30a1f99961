package dev.holdfast.server.mcp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request that is answered with an error. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final int code;
  private final String uri;

  RefusedException(int code, String message) {
    this(code, message, "");
  }

  /**
   * @param uri of the resource that it is about; empty if it is about none
   */
  RefusedException(int code, String message, String uri) {
    super(message);
    this.code = code;
    this.uri = uri;
  }

  /** The error that answers the request {@code id}. */
  ObjectNode answer(JsonNode id) {
    ObjectNode answer = Json.error(id, code, String.valueOf(getMessage()));
    if (!uri.isEmpty()) {
      answer.withObject("/error").putObject("data").put("uri", Json.shortened(uri));
    }
    return answer;
  }
}
