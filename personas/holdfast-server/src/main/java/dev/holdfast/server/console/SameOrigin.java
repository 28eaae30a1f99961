package dev.holdfast.server.console;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of our own page from those that other pages make a browser send. Where no token is
 * asked for, being on this machine is all that a browser needs to change something, so each of the
 * three signs must be right that a page elsewhere cannot give: where the request comes from, a
 * header of ours, and a type of content that no form can send.
 */
final class SameOrigin {

  /** Any value; a page elsewhere may not send it without asking first, which is never granted. */
  static final String HEADER = "Holdfast-Console";

  private SameOrigin() {}

  /**
   * Refuses what another page sends.
   *
   * @throws ApiException if another page sent it, or if that cannot be excluded
   */
  static void check(Request request) {
    HttpFields headers = request.getHeaders();
    String site = headers.get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw refused("it comes from another site");
    }
    String origin = headers.get("Origin");
    if (origin != null && !isOurs(origin, headers.get("Host"))) {
      throw refused("it comes from another origin");
    }
    if (!request.getMethod().equals("GET")) {
      checkChange(request.getMethod(), headers);
    }
  }

  private static boolean isOurs(String origin, @Nullable String host) {
    return host != null
        && (origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host));
  }

  private static void checkChange(String method, HttpFields headers) {
    if (headers.get(HEADER) == null) {
      throw refused("it has no header " + HEADER);
    }
    String type = headers.get("Content-Type");
    if (!method.equals("DELETE") && (type == null || !isJson(type))) {
      throw new ApiException(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "The body is not said to be JSON.",
          "Send Content-Type: application/json.");
    }
  }

  private static boolean isJson(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase("application/json");
  }

  private static ApiException refused(String why) {
    return ApiException.forbidden(
        "The request is refused, because " + why + ".",
        "Only the console's own page, or a program that sends the header "
            + HEADER
            + ", may ask for this.");
  }
}
