package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks Streamable HTTP as it is written, without the help of an SDK. */
final class McpOverHttp {

  static final JsonMapper MAPPER = JsonMapper.shared();

  /** One for all: each has threads of its own. */
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI uri;
  private final List<String> headers = new ArrayList<>();

  McpOverHttp(WebServer server) {
    this.uri = URI.create(server.url() + WebServer.MCP_PATH);
  }

  /** Sends this header with all that follows. */
  McpOverHttp with(String header, String value) {
    headers.addAll(List.of(header, value));
    return this;
  }

  /** Begins a session, and sends its header with all that follows. */
  McpOverHttp begin(String version) throws IOException, InterruptedException {
    return begin(version, "{}");
  }

  /** {@link #begin(String)} of a client that can do more. */
  McpOverHttp begin(String version, String capabilities) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post(
            initialize(version).replace("\"capabilities\":{}", "\"capabilities\":" + capabilities));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    with("Mcp-Session-Id", answer.headers().firstValue("Mcp-Session-Id").orElseThrow());
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").statusCode())
        .isEqualTo(202);
    return this;
  }

  static String initialize(String version) {
    return """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",
         "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"""
        .formatted(version);
  }

  static String call(Object id, String tool, String arguments) {
    return """
        {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"%s","arguments":%s,
         "_meta":{"progressToken":"p"}}}"""
        .formatted(id, tool, arguments);
  }

  HttpRequest.Builder request(String... more) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    for (int i = 0; i < all.size(); i += 2) {
      request.setHeader(all.get(i), all.get(i + 1));
    }
    return request;
  }

  private HttpRequest.Builder posting(String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    request.setHeader("Content-Type", "application/json");
    request.setHeader("Accept", "application/json, text/event-stream");
    for (int i = 0; i < headers.size(); i += 2) {
      request.setHeader(headers.get(i), headers.get(i + 1));
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** POSTs a body with the usual headers and these. */
  HttpResponse<String> post(String body, String... more) throws IOException, InterruptedException {
    HttpRequest.Builder request = posting(body);
    for (int i = 0; i < more.length; i += 2) {
      request.setHeader(more[i], more[i + 1]);
    }
    return send(request);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** POSTs a call whose answer is a stream. */
  Events postForEvents(String body) throws IOException, InterruptedException {
    return events(posting(body));
  }

  /** GETs a stream. */
  Events get(String... more) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(more);
    request.setHeader("Accept", "text/event-stream");
    return events(request.GET());
  }

  private Events events(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new Events(answer.body());
  }

  /** One event; without data it only has a number. */
  record Event(String id, String data) {
    JsonNode json() {
      return MAPPER.readTree(data);
    }
  }

  /** A stream of events, to be read one after the other. */
  static final class Events implements AutoCloseable {

    private final InputStream in;
    private final BufferedReader lines;

    Events(InputStream in) {
      this.in = in;
      this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next event that is no comment; null at the end. */
    Event next() throws IOException {
      String id = "";
      String data = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data:")) {
          data = line.substring(5).strip();
        } else if (line.isEmpty() && data != null) {
          return new Event(id, data);
        }
      }
      return null;
    }

    List<Event> rest() throws IOException {
      List<Event> rest = new ArrayList<>();
      for (Event event = next(); event != null; event = next()) {
        rest.add(event);
      }
      return rest;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
