package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code holdfast serve} does from its start to its end, as a process. */
class ServeLifeIT {

  private static final String PERSONA = "lantern-keeper";
  private static final int FAILED = 1;
  private static final int TERMINATED = 128 + 15;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void posixOnly() {
    Requirement.need(
        !System.getProperty("os.name").startsWith("Windows"), "Windows has no SIGTERM");
    folder = directory.resolve("personas");
  }

  @Test
  void terminated_answersTheCallInFlight_andLeavesNothing() throws Exception {
    CompletableFuture<HttpResponse<String>> edit;
    try (ServeProcess server = ServeProcess.start(folder, "--backup-every", "1d")) {
      assertPages(server);
      await().atMost(Launcher.DEADLINE).until(this::hasBackup);
      String session = begin(server);
      try (FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"))) {
        try (LockHandle _ = lockPersona(locks)) {
          edit = edit(server, session);
          awaitWaiter(locks);
          server.process().destroy();
          awaitDraining(server);
          assertThat(edit).isNotDone();
        }
        assertThat(edit.get(60, TimeUnit.SECONDS).body()).contains("\"isError\":false");
        assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.process().exitValue()).isZero();
        assertThat(locks.inspect()).isEmpty();
        assertThat(FileTree.at(folder, locks).leftovers()).isEmpty();
      }
    }
    assertThat(folder.resolve(PERSONA + ".md")).content().contains("of the last minute");
  }

  @Test
  void terminatedTwice_endsAtOnce_andChangesNothing() throws Exception {
    try (ServeProcess server = ServeProcess.start(folder);
        FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"))) {
      String before = Files.readString(folder.resolve(PERSONA + ".md"));
      String session = begin(server);
      try (LockHandle _ = lockPersona(locks)) {
        CompletableFuture<HttpResponse<String>> edit = edit(server, session);
        awaitWaiter(locks);
        server.process().destroy();
        awaitDraining(server);
        assertThat(server.process().toHandle().destroy()).isTrue();
        assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.process().exitValue()).isEqualTo(TERMINATED);
        assertThat(edit).failsWithin(Launcher.DEADLINE);
      }
      assertThat(folder.resolve(PERSONA + ".md")).content().isEqualTo(before);
      assertThat(locks.inspect()).isEmpty();
    }
  }

  @Test
  void othersWithoutAToken_isRefused() {
    Launcher.Ended ended =
        Launcher.run("serve", "--listen", "0.0.0.0:0", "--dir", folder.toString());
    assertThat(ended.exitCode()).isEqualTo(FAILED);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("there is no token to keep them out", "holdfast token create NAME")
        .doesNotContain("\tat ");
  }

  private void assertPages(ServeProcess server) throws IOException, InterruptedException {
    assertThat(get(server, "/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(get(server, "/readyz").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(get(server, "/metrics").body()).contains("# TYPE holdfast_");
    assertThat(get(server, "/").body()).contains("<html");
  }

  private boolean hasBackup() throws IOException {
    Path backups = folder.resolve(".holdfast-backups");
    if (!Files.isDirectory(backups)) {
      return false;
    }
    try (Stream<Path> files = Files.list(backups)) {
      return files.anyMatch(file -> file.toString().endsWith(".zip"));
    }
  }

  private static LockHandle lockPersona(FileLockManager locks) throws InterruptedException {
    return locks.acquire(LockRequest.exclusive("persona:" + PERSONA).purpose("be in the way"));
  }

  private static void awaitWaiter(FileLockManager locks) {
    await()
        .atMost(Launcher.DEADLINE)
        .until(() -> locks.inspect().stream().anyMatch(lock -> !lock.waiters().isEmpty()));
  }

  private void awaitDraining(ServeProcess server) {
    await().atMost(Launcher.DEADLINE).until(() -> get(server, "/readyz").statusCode() == 503);
  }

  private HttpResponse<String> get(ServeProcess server, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
  }

  /** Begins a session, and returns its number. */
  private String begin(ServeProcess server) throws IOException, InterruptedException {
    String initialize =
        """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",
         "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";
    return http.send(post(server, initialize, List.of()), BodyHandlers.ofString())
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  private CompletableFuture<HttpResponse<String>> edit(ServeProcess server, String session) {
    String call =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"edit_persona","arguments":
         {"persona":"%s","field":"description","value":"Keeper of the last minute"}}}"""
            .formatted(PERSONA);
    return http.sendAsync(
        post(server, call, List.of("Mcp-Session-Id", session)), BodyHandlers.ofString());
  }

  private static HttpRequest post(ServeProcess server, String body, List<String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.mcp()))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return request.build();
  }
}
