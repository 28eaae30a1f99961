package dev.holdfast.server.console;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Gives the files of the page; nothing else that is in the jar. A browser asks for them again each
 * time, and gets only what is new.
 */
final class PageHandler extends Handler.Abstract.NonBlocking {

  private static final String INDEX = "index.html";

  /** Nothing but what comes from here, and no text is ever taken for a script or for markup. */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  /** A list and no search: what is not here cannot be asked for. */
  private static final List<String> NAMES =
      List.of(
          INDEX,
          "console.css",
          "mark.svg",
          "api.js",
          "app.js",
          "backups.js",
          "dialog.js",
          "diff.js",
          "dom.js",
          "editor.js",
          "exchange.js",
          "health.js",
          "history.js",
          "live.js",
          "locks.js",
          "persona.js",
          "personas.js",
          "plot.js",
          "text.js",
          "theme.js");

  private final Map<String, Asset> assets =
      NAMES.stream().collect(toUnmodifiableMap(Function.identity(), Asset::load));

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = String.valueOf(request.getHttpURI().getCanonicalPath());
    Asset asset = assets.get(path.equals("/") ? INDEX : path.substring(Math.min(1, path.length())));
    String method = request.getMethod();
    if (asset == null || !(method.equals("GET") || method.equals("HEAD"))) {
      return false;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("Cache-Control", "no-cache");
    headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    headers.put("ETag", asset.tag());
    if (asset.tag().equals(request.getHeaders().get("If-None-Match"))) {
      response.setStatus(304);
      callback.succeeded();
      return true;
    }
    headers.put("Content-Type", asset.type());
    headers.put("Content-Length", asset.content().remaining());
    if (method.equals("HEAD")) {
      callback.succeeded();
    } else {
      response.write(true, asset.content().slice(), callback);
    }
    return true;
  }
}
