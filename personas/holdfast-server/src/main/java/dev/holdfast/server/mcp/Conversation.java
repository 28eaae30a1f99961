package dev.holdfast.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One client's session, whatever carries its messages. Until {@code initialize} is answered one
 * thread at a time may give it messages, afterwards any.
 */
public final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final OwnMethods own;
  private final Dispatcher dispatcher;

  /**
   * @param own makes the methods of this session that are not for the SDK, from what takes the
   *     messages that the server sends of itself
   * @param out takes these messages
   */
  Conversation(
      McpServerSession.Factory sessions,
      McpJsonMapper mapper,
      RequestCheck check,
      Function<Consumer<JsonNode>, OwnMethods> own,
      Consumer<JsonNode> out) {
    this.own = own.apply(out);
    this.dispatcher = new Dispatcher(sessions, mapper, check, this.own, out);
  }

  /**
   * Acts on what came from the client; requests are worked on by threads of their own. Never
   * throws: what cannot be handled is answered as an internal error.
   *
   * @param reply gets what is to be answered
   */
  public void receive(Incoming message, Reply reply) {
    try {
      handle(message, reply);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("A message from the client could not be handled", e);
      reply.send(notHandled());
    }
  }

  /** The answer to a message that could not even be read, for a reason of ours. */
  static JsonNode notHandled() {
    return Json.error(NullNode.instance, Json.INTERNAL_ERROR, "The message could not be handled.");
  }

  private void handle(Incoming message, Reply reply) {
    switch (message) {
      case Incoming.Request request -> dispatcher.dispatch(request, reply);
      case Incoming.Notification notification -> {
        handleNotification(notification);
        reply.none();
      }
      case Incoming.Invalid wrong -> reply.send(wrong.answer());
      case Incoming.Response response -> {
        dispatcher.answered(response);
        reply.none();
      }
      case Incoming.Batch batch -> handleBatch(batch, reply);
    }
  }

  private void handleBatch(Incoming.Batch batch, Reply reply) {
    if (!dispatcher.batchesAllowed()) {
      reply.send(
          Json.error(
              NullNode.instance,
              Json.INVALID_REQUEST,
              "Batches exist in protocol version 2025-03-26 only. Send one message at a time."));
      return;
    }
    Reply collected = new BatchReply(reply, batch.messages().size());
    batch.messages().forEach(message -> handle(message, collected));
  }

  private void handleNotification(Incoming.Notification notification) {
    if (notification.method().equals("notifications/cancelled")) {
      dispatcher.cancel(notification.params().path("requestId"));
    }
    // The SDK was told "initialized" with the answer to initialize; it acts on no other.
    if (notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
      dispatcher.clientIsReady();
    }
  }

  /** The version of the protocol that was agreed on; empty before {@code initialize}. */
  public Optional<String> protocolVersion() {
    return dispatcher.protocolVersion();
  }

  /** Interrupts the calls in work; what they have committed stays. */
  public void cancelAll() {
    dispatcher.cancelAll();
  }

  /** Ends the session: nothing is announced any more, and calls in work are waited for. */
  public void end() {
    own.end();
    dispatcher.stopAndDrain();
  }
}
