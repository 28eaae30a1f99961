package dev.holdfast.server.console;

import dev.holdfast.server.catalog.ToolResult;
import java.util.Map;

/** Ends a request with an error, which is told as {@code {"error":{code,message,hint}}}. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Which status an error of a tool has. What is not here is an error of the server. */
  private static final Map<String, Integer> STATUS =
      Map.ofEntries(
          Map.entry("INVALID_ARGUMENT", 400),
          Map.entry("INVALID_VALUE", 400),
          Map.entry("UNKNOWN_FIELD", 400),
          Map.entry("NOT_OFFERED", 403),
          Map.entry("NOT_FOUND", 404),
          Map.entry("ALREADY_EXISTS", 409),
          Map.entry("CHANGED", 409),
          Map.entry("TOO_LARGE", 413),
          Map.entry("INVALID_FILE", 422),
          Map.entry("BUSY", 503),
          Map.entry("LOCK_FAILED", 503),
          Map.entry("INTERRUPTED", 503),
          Map.entry("CLOSED", 503));

  private final int status;
  private final String code;
  private final String hint;

  ApiException(int status, String code, String message, String hint) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  static ApiException of(ToolResult.Failure failure) {
    return of(failure.code(), failure.message(), failure.hint());
  }

  static ApiException of(String code, String message, String hint) {
    return new ApiException(STATUS.getOrDefault(code, 500), code, message, hint);
  }

  static ApiException badRequest(String message, String hint) {
    return of("INVALID_ARGUMENT", message, hint);
  }

  static ApiException forbidden(String message, String hint) {
    return new ApiException(403, "FORBIDDEN", message, hint);
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    return new ToolResult.Failure(code, String.valueOf(getMessage()), hint).structured();
  }
}
