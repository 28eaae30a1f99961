package dev.holdfast.server.http;

import org.eclipse.jetty.http.HttpStatus;

/** Why a request to MCP is refused. */
final class McpRefusals {

  private McpRefusals() {}

  static RefusedRequestException noSuchSession() {
    return new RefusedRequestException(
        HttpStatus.NOT_FOUND_404,
        "There is no such session: it has ended, or never was.",
        "Begin another one with \"initialize\".");
  }

  static RefusedRequestException unknownEvent() {
    return bad(
        "What came after this event is not there any more.",
        "Ask without Last-Event-ID for what the server says from now on.");
  }

  static RefusedRequestException notAcceptable(String types) {
    return new RefusedRequestException(
        HttpStatus.NOT_ACCEPTABLE_406,
        "What is answered here the client does not accept.",
        "Send Accept: " + types + ".");
  }

  static RefusedRequestException bad(String message, String hint) {
    return new RefusedRequestException(HttpStatus.BAD_REQUEST_400, message, hint);
  }

  static RefusedRequestException ending() {
    return new RefusedRequestException(
            HttpStatus.SERVICE_UNAVAILABLE_503, "The server is ending.", "Try again later.")
        .with("Retry-After", "5");
  }
}
