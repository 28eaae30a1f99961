package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Looks in at a server: reads its figures, and begins a session, listens to it and ends it. */
final class Passing implements Runnable {

  private static final String SESSION = "Mcp-Session-Id";
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"passing","version":"1"}}}""";

  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI metrics;
  private final URI mcp;

  Passing(ServeProcess server) {
    metrics = URI.create(server.url() + "/metrics");
    mcp = URI.create(server.mcp());
  }

  @Override
  public void run() {
    try {
      HttpResponse<String> figures =
          http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
      assertThat(figures.body()).contains("holdfast_build", "jvm_memory_used_bytes");
      listen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() throws IOException, InterruptedException {
    HttpResponse<Void> begun = send(request().POST(BodyPublishers.ofString(INITIALIZE)));
    String session = begun.headers().firstValue(SESSION).orElseThrow();
    send(request().header(SESSION, session).POST(BodyPublishers.ofString(INITIALIZED)));
    HttpResponse<InputStream> stream =
        http.send(request().header(SESSION, session).build(), BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).as("of a stream").isEqualTo(200);
    stream.body().close();
    send(request().header(SESSION, session).DELETE());
  }

  private HttpResponse<Void> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<Void> answer = http.send(request.build(), BodyHandlers.discarding());
    assertThat(answer.statusCode() / 100).as("hundreds of the status").isEqualTo(2);
    return answer;
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(mcp)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream");
  }
}
