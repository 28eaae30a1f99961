package dev.holdfast.server.mcp;

import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request in flight: answered once, or cancelled and never answered. */
final class Call {

  /** RUNNING goes to one of the others, which are final. Who makes the step acts on it. */
  private enum State {
    RUNNING,
    ANSWERED,
    CANCELLED
  }

  private final JsonNode id;
  private final Reply reply;
  private final Thread thread;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

  /**
   * @param thread the one that works on the request, to be interrupted by {@link #cancel}
   */
  Call(JsonNode id, Reply reply, Thread thread) {
    this.id = id;
    this.reply = reply;
    this.thread = thread;
  }

  JsonNode id() {
    return id;
  }

  /** Claims the right to answer; false if the call is answered or cancelled. */
  boolean claimAnswer() {
    return state.compareAndSet(State.RUNNING, State.ANSWERED);
  }

  /** Sends the answer; only after {@link #claimAnswer}. */
  void send(ObjectNode answer) {
    reply.send(answer);
  }

  /** Sends something that belongs to the call; on its thread, before the answer. */
  void tell(JsonNode message) {
    reply.tell(message);
  }

  /**
   * Suppresses the answer and interrupts the work, unless the answer is on its way. The interrupt
   * never meets the writing of an answer, which only begins after {@link #claimAnswer}.
   */
  void cancel() {
    if (state.compareAndSet(State.RUNNING, State.CANCELLED)) {
      thread.interrupt();
    }
  }

  /** Reports a cancelled call as done; nothing for others. To be called when the work has ended. */
  void endIfCancelled() {
    if (state.get() == State.CANCELLED) {
      reply.none();
    }
  }
}
