package dev.holdfast.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is answered with an error: what is wrong, and what to do next. */
public final class RefusedRequestException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String hint;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * @param message what is wrong, a sentence
   * @param hint what to do next, a sentence; may be empty
   */
  RefusedRequestException(int status, String message, String hint) {
    super(message, null, false, false); // an answer, no failure of ours: nobody needs its trace
    this.status = status;
    this.hint = hint;
  }

  /** Adds a header to the answer. */
  RefusedRequestException with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  int status() {
    return status;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  String hint() {
    return hint;
  }

  Map<String, String> headers() {
    return headers;
  }
}
