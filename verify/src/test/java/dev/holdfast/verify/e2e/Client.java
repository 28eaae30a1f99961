package dev.holdfast.verify.e2e;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An MCP client with a server process of its own. */
interface Client {

  /** Sends a call and does not wait. Fails if the server ends without having answered. */
  CompletableFuture<Answer> call(String tool, Map<String, Object> arguments);

  /** The names of the tools that the server offers. */
  List<String> tools();

  /** Ends the session and the server; fails if either was not as it should be. */
  void endAndCheck();

  /** What the server, and the client if it is a process too, wrote to standard error. */
  String log();

  /** Leaves nothing running, whatever happened before. */
  void destroy();

  /** Sends a call and waits for the answer. */
  default Answer ask(String tool, Map<String, Object> arguments) {
    return await(call(tool, arguments));
  }

  default CompletableFuture<Answer> create(String name, String instructions) {
    return call(
        "create_persona",
        Map.of(
            "name",
            name,
            "description",
            "Made by a test",
            "category",
            "professional",
            "instructions",
            instructions));
  }

  default CompletableFuture<Answer> edit(String persona, String field, String value) {
    return call("edit_persona", Map.of("persona", persona, "field", field, "value", value));
  }

  /** Waits for something that a server will answer soon. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the call failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within " + Launcher.DEADLINE, e);
    }
  }
}
