package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * The official client for TypeScript, in a Node process of its own that runs {@code client.mjs}.
 *
 * <p>{@code verify/node-clients.sh} brings what it needs. Where that is missing, the tests that
 * start this client are skipped and say why.
 */
final class TypeScriptClient implements Client {

  private final Process process;
  private final Writer in;
  private final Path record;
  private final Path log;
  private final Thread reader;
  private final AtomicInteger lastId = new AtomicInteger();
  private final ConcurrentMap<String, CompletableFuture<JsonNode>> pending =
      new ConcurrentHashMap<>();
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();
  private final BlockingQueue<JsonNode> announced = new LinkedBlockingQueue<>();

  private TypeScriptClient(String node, Path folder) throws IOException {
    this.record = Files.createTempFile("holdfast-e2e-", ".out");
    this.log = Files.createTempFile("holdfast-e2e-", ".err");
    this.process =
        Launcher.builder(
                List.of(
                    node,
                    NodePrograms.HOME.resolve("client.mjs").toString(),
                    record.toString(),
                    Launcher.program().toString(),
                    "mcp",
                    "--dir",
                    folder.toString()))
            .redirectError(log.toFile())
            .start();
    this.in = process.outputWriter(UTF_8);
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /** Starts a client, its server and a session. */
  static TypeScriptClient start(Path folder) {
    TypeScriptClient client;
    try {
      client = new TypeScriptClient(NodePrograms.node(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Client.await(client.ready);
    } catch (RuntimeException e) {
      String said = client.log();
      client.destroy();
      throw new IllegalStateException("no session; standard error:\n" + said, e);
    }
    return client;
  }

  @Override
  public CompletableFuture<Answer> call(String tool, Map<String, Object> arguments) {
    return request(Map.of("op", "call", "tool", tool, "arguments", arguments))
        .thenApply(Answer::new);
  }

  /**
   * Asks for something beside tools.
   *
   * @param op see {@code client.mjs}
   */
  JsonNode request(String op, Map<String, Object> params) {
    return Client.await(request(Map.of("op", op, "params", params)));
  }

  /** The next message that the server sent of itself. */
  JsonNode nextAnnounced() {
    try {
      JsonNode message = announced.poll(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      if (message == null) {
        throw new AssertionError("the server has announced nothing");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public List<String> tools() {
    List<String> names = new ArrayList<>();
    Client.await(request(Map.of("op", "tools")))
        .path("tools")
        .forEach(tool -> names.add(tool.path("name").asString()));
    return names;
  }

  private CompletableFuture<JsonNode> request(Map<String, Object> request) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(String.valueOf(id), answer);
    Map<String, Object> line = new LinkedHashMap<>(request);
    line.put("id", id);
    synchronized (in) {
      try {
        in.write(WireOutput.JSON.writeValueAsString(line) + "\n");
        in.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return answer;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode message = WireOutput.JSON.readTree(line);
        if (message.has("ready")) {
          ready.complete(message.path("ready"));
          continue;
        }
        if (message.has("announced")) {
          announced.add(message.path("announced"));
          continue;
        }
        CompletableFuture<JsonNode> answer = pending.remove(message.path("id").asString(""));
        if (answer != null && message.has("result")) {
          answer.complete(message.path("result"));
        } else if (answer != null) {
          answer.completeExceptionally(
              new IllegalStateException(message.path("error").asString("")));
        }
      }
    } catch (IOException e) {
      // The process was destroyed; what waits is told below.
    } finally {
      ready.completeExceptionally(new ServerGoneException());
      pending.values().forEach(answer -> answer.completeExceptionally(new ServerGoneException()));
    }
  }

  @Override
  public void endAndCheck() {
    try {
      in.close();
      assertThat(process.waitFor(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS))
          .as("the client ends; standard error: %s", log())
          .isTrue();
      assertThat(process.exitValue()).as("exit code of the client: %s", log()).isZero();
      reader.join(Launcher.DEADLINE);
      WireOutput.assertProtocolOnly(Files.readAllBytes(record), true);
      assertThat(Path.of(record + ".exit"))
          .as("exit code of the server: %s", log())
          .hasContent("0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void destroy() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      for (ProcessHandle handle : all) {
        handle.onExit().get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
      }
      for (Path file : List.of(record, log, Path.of(record + ".exit"))) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the client survived SIGKILL", e);
    }
  }

  @Override
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}
