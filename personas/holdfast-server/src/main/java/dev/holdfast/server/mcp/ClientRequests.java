package dev.holdfast.server.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server asks one client, and the client's answers. Knows no transport: it gives messages
 * to one that sends them, and is told what comes back. For any thread.
 */
final class ClientRequests {

  private static final String METHOD_CANCELLED = "notifications/cancelled";

  private final Supplier<Consumer<JsonNode>> channel;
  private final ConcurrentMap<String, CompletableFuture<Answer>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private volatile boolean ended;

  /** What a request came to. */
  sealed interface Answer {
    /** The client's result. */
    record Result(JsonNode result) implements Answer {}

    /** There is none; {@code reason} is the rest of a sentence. */
    record None(String reason) implements Answer {}
  }

  /**
   * @param channel what takes the messages of a request; asked for it on the thread that asks
   */
  ClientRequests(Supplier<Consumer<JsonNode>> channel) {
    this.channel = channel;
  }

  /**
   * Asks and waits for the answer. A question that is not waited for any more, because the time is
   * over or this thread was interrupted, is taken back.
   *
   * @throws InterruptedException if this thread is interrupted, as it is when its call is cancelled
   */
  Answer ask(String method, ObjectNode params, Duration patience) throws InterruptedException {
    String id = "holdfast-" + last.incrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Consumer<JsonNode> out = channel.get();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    waiting.put(id, answer);
    if (ended) { // looked at after the entry is there: either this sees the end, or the end sees it
      answer.complete(over());
    }
    try {
      if (!answer.isDone()) {
        send(out, request(id, method, params));
      }
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      send(out, takenBack(id, "no answer in time"));
      return new Answer.None("there was no answer in " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      send(out, takenBack(id, "not wanted any more"));
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Answers are never exceptions", e);
    } finally {
      waiting.remove(id);
    }
  }

  /** An answer has come. One that nobody waits for is dropped. */
  void answered(Incoming.Response response) {
    CompletableFuture<Answer> answer =
        response.id().isString() ? waiting.get(response.id().stringValue()) : null;
    if (answer != null) {
      answer.complete(answerIn(response.message()));
    }
  }

  /** No answer will come any more: whoever waits, or asks from now on, gets none. */
  void end() {
    ended = true;
    waiting.values().forEach(answer -> answer.complete(over()));
  }

  private static Answer over() {
    return new Answer.None("the session is over");
  }

  private static Answer answerIn(ObjectNode message) {
    if (message.has("result")) {
      return new Answer.Result(message.path("result"));
    }
    String words = message.path("error").path("message").asString("no reason given");
    return new Answer.None("the client refused to ask: " + Json.shortened(words));
  }

  /**
   * Sends from a thread of its own, and waits for it: the interrupt of a cancelled call must not
   * meet the writing, since it would close a channel.
   */
  private static void send(Consumer<JsonNode> out, ObjectNode message) {
    Thread sender = Thread.ofVirtual().name("mcp-ask").start(() -> out.accept(message));
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        interrupted = true; // told to whoever waits for the answer
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectNode takenBack(String id, String reason) {
    ObjectNode message = Json.MAPPER.createObjectNode();
    message.put("jsonrpc", McpSchema.JSONRPC_VERSION).put("method", METHOD_CANCELLED);
    message.putObject("params").put("requestId", id).put("reason", reason);
    return message;
  }

  private static ObjectNode request(String id, String method, ObjectNode params) {
    ObjectNode message = Json.MAPPER.createObjectNode();
    message.put("jsonrpc", McpSchema.JSONRPC_VERSION).put("id", id).put("method", method);
    message.set("params", params);
    return message;
  }
}
