package dev.holdfast.server.metrics;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.CallContext;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.catalog.ToolResult;
import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.Mount;
import dev.holdfast.server.http.WebOptions;
import dev.holdfast.server.http.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A server with a folder of sample personas, and a catalogue whose calls are counted. */
final class MetricsFixture implements AutoCloseable {

  final FileLockManager locks = FileLockManager.inProcess();
  final PersonaFolder store;
  final Catalog catalog;
  private final ServerMetrics metrics = new ServerMetrics(locks, "1.2.3");
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  MetricsFixture(Path directory) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("personas"));
    store = PersonaFolder.open(folder, locks, Actor.of("tester"), Clock.systemUTC());
    catalog = Catalog.of(store, locks, CatalogOptions.of("1.2.3").withCalls(metrics.tools()));
    server =
        WebServer.start(
            WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            Gate.OPEN,
            List.of(Mount.guarded("/metrics", metrics.handler())));
  }

  ToolResult call(String tool, Map<String, Object> arguments) {
    return catalog.tools().stream()
        .filter(each -> each.name().equals(tool))
        .findFirst()
        .orElseThrow()
        .call(arguments, CallContext.NONE);
  }

  HttpResponse<String> request(String method, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What a scrape exports. */
  String text() throws IOException, InterruptedException {
    return request("GET").body();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    metrics.close();
    store.close();
    locks.close();
  }
}
