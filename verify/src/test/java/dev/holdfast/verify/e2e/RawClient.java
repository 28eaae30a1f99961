package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A client of a few lines, for what no well-behaved client sends and for what is killed. */
final class RawClient implements Client {

  private final ServerProcess server;
  private final AtomicInteger lastId = new AtomicInteger();
  private final ConcurrentMap<String, CompletableFuture<JsonNode>> pending =
      new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> others = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonNode> announced = new LinkedBlockingQueue<>();
  private volatile boolean gone;

  private RawClient(Path folder, List<String> wrapper) {
    this.server = ServerProcess.start(folder, wrapper, this::onLine, this::onEnd);
  }

  /** Starts a server and sends nothing. */
  static RawClient silent(Path folder, List<String> wrapper) {
    return new RawClient(folder, wrapper);
  }

  /** Starts a server and a session. */
  static RawClient start(Path folder, List<String> wrapper) {
    RawClient client = new RawClient(folder, wrapper);
    client.initialize("2025-11-25");
    return client;
  }

  /** Starts the session, and returns the answer. */
  JsonNode initialize(String protocolVersion) {
    JsonNode answer =
        Client.await(
            request(
                "initialize",
                Map.of(
                    "protocolVersion",
                    protocolVersion,
                    "capabilities",
                    Map.of(),
                    "clientInfo",
                    Map.of("name", "raw", "version", "1"))));
    assertThat(answer.path("result").path("protocolVersion").asString(""))
        .as("initialize: %s", answer)
        .isEqualTo(protocolVersion);
    send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    return answer;
  }

  ServerProcess server() {
    return server;
  }

  /** Sends a request; the future has the whole message that answers it. */
  CompletableFuture<JsonNode> request(String method, Map<String, Object> params) {
    String id = "r" + lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = expect(id);
    try {
      send(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params));
    } catch (UncheckedIOException e) {
      answer.completeExceptionally(new ServerGoneException());
    }
    return answer;
  }

  /** The answer to a request with this id that the test sends itself. */
  CompletableFuture<JsonNode> expect(String id) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    if (gone) {
      answer.completeExceptionally(new ServerGoneException());
    }
    return answer;
  }

  /** The next message that answers no request with an id of ours: errors without an id, batches. */
  JsonNode nextOther() {
    return next(others, "the server has not answered");
  }

  private static JsonNode next(BlockingQueue<JsonNode> messages, String otherwise) {
    try {
      JsonNode message = messages.poll(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      if (message == null) {
        throw new AssertionError(otherwise);
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The next message that the server sent of itself. */
  JsonNode nextAnnounced() {
    return next(announced, "the server has announced nothing");
  }

  /** Fails if there is a message that no test asked for. */
  void assertNothingElseCame() {
    assertThat(others).isEmpty();
  }

  void send(Object message) {
    sendLine(WireOutput.JSON.writeValueAsString(message));
  }

  void sendLine(String line) {
    try {
      server.send(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletableFuture<Answer> call(String tool, Map<String, Object> arguments) {
    return request("tools/call", Map.of("name", tool, "arguments", arguments))
        .thenApply(
            message -> {
              assertThat(message.has("result")).as("a result: %s", message).isTrue();
              return new Answer(message.path("result"));
            });
  }

  @Override
  public List<String> tools() {
    List<String> names = new ArrayList<>();
    Client.await(request("tools/list", Map.of()))
        .path("result")
        .path("tools")
        .forEach(tool -> names.add(tool.path("name").asString()));
    return names;
  }

  @Override
  public void endAndCheck() {
    server.endAndCheck();
  }

  @Override
  public String log() {
    return server.err();
  }

  @Override
  public void destroy() {
    server.close();
  }

  private void onLine(String line) {
    JsonNode message = WireOutput.JSON.readTree(line);
    CompletableFuture<JsonNode> answer =
        message.isObject() && message.path("id").isString()
            ? pending.remove(message.path("id").asString())
            : null;
    if (answer != null) {
      answer.complete(message);
    } else if (message.has("method")) {
      announced.add(message);
    } else {
      others.add(message);
    }
  }

  private void onEnd() {
    gone = true;
    pending.values().forEach(answer -> answer.completeExceptionally(new ServerGoneException()));
  }
}
