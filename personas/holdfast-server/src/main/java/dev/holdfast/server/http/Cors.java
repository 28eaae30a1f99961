package dev.holdfast.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells browsers what pages of another site, that were allowed to call, may do (CORS). */
final class Cors {

  private Cors() {}

  /** Lets a page see the answer to a request that has passed {@link HostCheck}. */
  static void putOn(Response response, Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null) {
      response.getHeaders().put("Access-Control-Allow-Origin", origin);
      response.getHeaders().put("Access-Control-Expose-Headers", "Mcp-Session-Id, Retry-After");
      response.getHeaders().put("Vary", "Origin");
    }
  }

  /** Answers the question of a browser whether it may send a request, if it is one. */
  static boolean answered(Request request, Response response, Callback callback) {
    if (!HttpMethod.OPTIONS.is(request.getMethod())
        || request.getHeaders().get("Access-Control-Request-Method") == null) {
      return false;
    }
    response.getHeaders().put("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
    response
        .getHeaders()
        .put(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Last-Event-ID, Mcp-Protocol-Version, Mcp-Session-Id");
    response.setStatus(HttpStatus.NO_CONTENT_204);
    callback.succeeded();
    return true;
  }
}
