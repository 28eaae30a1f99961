package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.http.Access;
import dev.holdfast.server.http.CalledBy;
import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.Mount;
import dev.holdfast.server.http.WebOptions;
import dev.holdfast.server.http.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A console on a real server over a real folder. The same API is for a caller who may only read at
 * {@code /reader/api/}.
 */
final class ConsoleFixture implements AutoCloseable {

  static final JsonMapper MAPPER = JsonMapper.shared();

  final Path folder;
  final FileLockManager locks;
  final PersonaFolder store;
  final HttpClient client = HttpClient.newHttpClient();

  private final Console console;
  private final WebServer server;

  ConsoleFixture(Path directory, CatalogOptions options) throws IOException {
    this.folder = Files.createDirectory(directory.resolve("personas"));
    write("alice.md", "Alice", "Answers kindly.\n");
    this.locks = FileLockManager.open(folder.resolve(".holdfast"));
    this.store = PersonaFolder.open(folder, locks, Actor.of("tester"), Clock.systemUTC());
    this.console = new Console(store, locks, Optional.of(folder), options);
    List<Mount> mounts = console.mounts();
    Handler api =
        mounts.stream().filter(m -> m.path().equals("/api/")).findFirst().orElseThrow().handler();
    this.server =
        WebServer.start(
            WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            Gate.OPEN,
            Stream.concat(
                    mounts.stream(),
                    Stream.of(
                        CalledBy.mount(
                            "/api/health/", "reading", Access.READ, new Handler.Wrapper(api)),
                        CalledBy.mount(
                            "/api/backup/restore",
                            "writing",
                            Access.WRITE,
                            new Handler.Wrapper(api))))
                .toList());
  }

  /** Writes a persona as somebody with an editor would. */
  void write(String fileName, String name, String instructions) throws IOException {
    Files.writeString(
        folder.resolve(fileName),
        "---\nname: %s\ndescription: About %s.\nversion: \"1.0\"\n---\n%s"
            .formatted(name, name, instructions));
  }

  /** What came back. */
  record Answer(int status, HttpResponse<String> response) {
    JsonNode json() {
      return MAPPER.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  URI uri(String path) {
    return URI.create(server.url() + path);
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  Answer get(String path, Map<String, String> query) throws IOException, InterruptedException {
    return get(path + "?" + encoded(query));
  }

  static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** As the page sends it. */
  HttpRequest.Builder change(String method, String path, Object body) {
    return HttpRequest.newBuilder(uri(path))
        .header("Holdfast-Console", "1")
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
  }

  /** A change that must succeed. */
  JsonNode done(String method, String path, Object body) throws IOException, InterruptedException {
    Answer answer = send(change(method, path, body));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return answer.json();
  }

  /** A request that must be refused, with a message and a hint. */
  void refused(int status, String code, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    Answer answer = send(request);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
    JsonNode error = answer.json().path("error");
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(error.path("message").asString()).isNotBlank().doesNotContain("Exception", "\tat ");
    assertThat(error.path("hint").asString()).isNotBlank();
  }

  String revision(String persona) throws IOException, InterruptedException {
    return get("/api/persona", Map.of("persona", persona))
        .json()
        .path("persona")
        .path("revision")
        .asString();
  }

  @Override
  public void close() {
    console.close();
    server.close();
    client.close();
    store.close();
    locks.close();
  }
}
