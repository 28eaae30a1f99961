package dev.holdfast.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.http.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is asked below {@code /api}. */
final class ApiHandler extends Handler.Abstract {

  static final String PREFIX = "/api";

  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final String EVENTS = "/events";

  private final Routes routes;
  private final Events events;
  private final Function<Caller, Catalog> catalogs;

  ApiHandler(Routes routes, Events events, Function<Caller, Catalog> catalogs) {
    this.routes = routes;
    this.events = events;
    this.catalogs = catalogs;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      SameOrigin.check(request);
      String path = pathOf(request);
      if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
        follow(response, callback);
      } else {
        answer(response, callback, 200, run(path, request));
      }
    } catch (ApiException e) {
      answer(response, callback, e.status(), e.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ApiException ending =
          ApiException.of("CLOSED", "The server is ending.", "Try again when it runs again.");
      answer(response, callback, ending.status(), ending.body());
    } catch (IOException e) {
      callback.failed(e); // whoever asked is gone
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("{} {} failed unexpectedly", request.getMethod(), pathOf(request), e);
      ApiException internal =
          ApiException.of(
              "INTERNAL",
              "This failed for a reason that should not occur.",
              "The cause is in the server's log on standard error.");
      answer(response, callback, internal.status(), internal.body());
    }
    return true;
  }

  private static String pathOf(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    return path == null || !path.startsWith(PREFIX) ? "" : path.substring(PREFIX.length());
  }

  private Map<String, Object> run(String path, Request request)
      throws IOException, InterruptedException {
    Route route =
        routes
            .find(request.getMethod(), path)
            .orElseThrow(
                () ->
                    ApiException.of(
                        "NOT_FOUND",
                        "The API has nothing at this path.",
                        "See docs/guide/console.md."));
    Caller caller = Caller.of(request);
    if (!caller.access().includes(route.access())) {
      throw ApiException.forbidden(
          "This needs the access "
              + word(route.access())
              + "; yours is "
              + word(caller.access())
              + ".",
          "Use a token that has it.");
    }
    return route.work().run(new ApiCall(caller, catalogs.apply(caller), arguments(route, request)));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> arguments(Route route, Request request) throws IOException {
    boolean inQuery = route.method().equals("GET") || route.method().equals("DELETE");
    return inQuery ? query(request) : Json.object(body(request, route.mostBytes()));
  }

  private static Map<String, Object> query(Request request) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      if (field.hasMultipleValues()) {
        throw ApiException.badRequest(field.getName() + " is given twice.", "Give it once.");
      }
      String value = field.getValue();
      arguments.put(
          field.getName(),
          field.getName().equals("limit") && value.matches("\\d{1,9}")
              ? (Object) Long.valueOf(value)
              : value);
    }
    return arguments;
  }

  private static byte[] body(Request request, int most) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        throw ApiException.of(
            "TOO_LARGE",
            "The body has more than " + most + " bytes.",
            "Send less; large imports: holdfast personas import.");
      }
      return body;
    }
  }

  private static void answer(
      Response response, Callback callback, int status, Map<String, Object> body) {
    byte[] bytes = Json.bytes(body);
    response.setStatus(status);
    response.getHeaders().put("Content-Type", "application/json");
    response.getHeaders().put("Content-Length", bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  /** Events until the page goes, on a thread of its own. */
  private void follow(Response response, Callback callback) {
    EventStream stream = events.open();
    response.getHeaders().put("Content-Type", "text/event-stream");
    Thread _ =
        Thread.ofVirtual()
            .name("console-page")
            .start(
                () -> {
                  try {
                    stream.writeTo(response);
                    Content.Sink.write(response, true, ByteBuffer.wrap(":\n\n".getBytes(UTF_8)));
                    callback.succeeded();
                  } catch (IOException | InterruptedException e) {
                    callback.failed(e);
                  } finally {
                    events.close(stream);
                  }
                });
  }
}
