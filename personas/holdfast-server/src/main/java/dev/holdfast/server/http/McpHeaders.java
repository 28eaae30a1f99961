package dev.holdfast.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say about the transport, checked. */
final class McpHeaders {

  static final String SESSION = "Mcp-Session-Id";
  private static final String VERSION = "MCP-Protocol-Version";

  /** Versions whose sessions may be spoken over HTTP, as the header names them. */
  private static final Set<String> VERSIONS =
      Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  private McpHeaders() {}

  /**
   * What the client takes as an answer.
   *
   * @param json one message
   * @param events a stream of them
   */
  record Accepted(boolean json, boolean events) {}

  /** What the client takes; all if it does not say. */
  static Accepted accepted(Request request) {
    List<String> accept = request.getHeaders().getQualityCSV(HttpHeader.ACCEPT);
    if (accept.isEmpty()) {
      return new Accepted(true, true);
    }
    return new Accepted(
        accepts(accept, "application/json", "application/*"), accepts(accept, Sse.TYPE, "text/*"));
  }

  private static boolean accepts(List<String> accept, String type, String range) {
    return accept.stream()
        .map(McpHeaders::mediaType)
        .anyMatch(one -> one.equals(type) || one.equals(range) || one.equals("*/*"));
  }

  /** The type alone, without its parameters. */
  private static String mediaType(String value) {
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  static void requireJsonBody(Request request) throws RefusedRequestException {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !mediaType(type).equals("application/json")) {
      throw new RefusedRequestException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          "The body must be JSON.",
          "Send it with Content-Type: application/json.");
    }
  }

  static void checkVersion(Request request) throws RefusedRequestException {
    String version = request.getHeaders().get(VERSION);
    if (version != null && !VERSIONS.contains(version)) {
      throw new RefusedRequestException(
          HttpStatus.BAD_REQUEST_400,
          "The header " + VERSION + " names a version that is not known here.",
          "Send one of " + String.join(", ", VERSIONS.stream().sorted().toList()) + ".");
    }
  }

  static @Nullable String session(Request request) {
    return request.getHeaders().get(SESSION);
  }
}
