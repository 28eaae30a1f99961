package dev.holdfast.server.http;

import java.util.Map;
import org.eclipse.jetty.server.Response;

/** What every answer tells browsers. Handlers may replace them, a page for example the policy. */
final class SecurityHeaders {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cache-Control", "no-store");

  private SecurityHeaders() {}

  static void putOn(Response response) {
    HEADERS.forEach(response.getHeaders()::put);
  }
}
