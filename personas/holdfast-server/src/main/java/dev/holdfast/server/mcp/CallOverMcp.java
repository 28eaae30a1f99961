package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.CallContext;
import dev.holdfast.server.catalog.Confirmation;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a tool by a client. Progress goes to a client that gave a token for it, at most every
 * {@value #LEAST_PAUSE_MILLIS} ms; of a work whose steps are known the first and the last are
 * always told.
 */
final class CallOverMcp implements CallContext {

  private static final long LEAST_PAUSE_MILLIS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(CallOverMcp.class);

  private final String client;
  private final @Nullable Object token;
  private final Consumer<ProgressNotification> notifications;
  private final Optional<Elicitation> elicitation;
  private final Thread thread = Thread.currentThread();
  private long told = -1; // steps, when it was told last; the protocol wants them to grow
  private long toldNanos;

  private CallOverMcp(
      String client,
      @Nullable Object token,
      Consumer<ProgressNotification> notifications,
      Optional<Elicitation> elicitation) {
    this.client = client;
    this.token = token;
    this.notifications = notifications;
    this.elicitation = elicitation;
  }

  /** The call that the current thread runs. */
  static CallContext of(McpSyncServerExchange exchange, CallToolRequest request) {
    return new CallOverMcp(
        nameOf(exchange.getClientInfo()),
        request.progressToken(),
        exchange::progressNotification,
        Elicitation.of(exchange));
  }

  private static String nameOf(@Nullable Implementation client) {
    return client == null
        ? ""
        : (orNothing(client.name()) + " " + orNothing(client.version())).strip();
  }

  /** What no file can keep, half of a character, is replaced. */
  private static String orNothing(@Nullable String text) {
    return text == null
        ? ""
        : text.codePoints()
            .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public void progress(long done, long total, String message) {
    if (token == null || done <= told || cancelled() || !isDue(done, total)) {
      return;
    }
    told = done;
    toldNanos = System.nanoTime();
    try {
      ProgressNotification.Builder notification =
          ProgressNotification.builder(token, (double) done);
      if (total > 0) {
        notification.total((double) total);
      }
      if (!message.isEmpty()) {
        notification.message(message);
      }
      notifications.accept(notification.build());
    } catch (RuntimeException e) { // the work must not fail for it
      LOG.warn("Progress could not be told: {}", e.toString());
    }
  }

  private boolean isDue(long done, long total) {
    return told < 0
        || done == total
        || System.nanoTime() - toldNanos >= LEAST_PAUSE_MILLIS * 1_000_000;
  }

  @Override
  public boolean canConfirm() {
    return elicitation.isPresent();
  }

  @Override
  public Confirmation confirm(String question) {
    if (elicitation.isEmpty()) {
      return CallContext.super.confirm(question);
    }
    try {
      return elicitation.get().confirm(question);
    } catch (InterruptedException e) {
      thread.interrupt();
      refuseIfCancelled();
      throw new IllegalStateException("Only a cancelled call is interrupted", e);
    }
  }

  /** Only a cancelled call is interrupted. */
  @Override
  public boolean cancelled() {
    return thread.isInterrupted();
  }
}
