package dev.holdfast.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One client's session from its first line to its last answer. One thread reads the lines and acts
 * on them in the order of their arrival; the {@link Dispatcher} runs the calls.
 */
final class Session {

  /** Bytes of one line that are read; a longer one is skipped and answered with an error. */
  static final int LONGEST_LINE_BYTES = 16 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final LineWriter writer;
  private final OwnMethods own;
  private final Dispatcher dispatcher;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile boolean clientGone;

  /**
   * @param own makes the methods of this session that are not for the SDK, from what takes the
   *     messages that the server sends of itself
   */
  Session(
      McpServerSession.Factory sessions,
      McpJsonMapper mapper,
      RequestCheck check,
      Function<Consumer<JsonNode>, OwnMethods> own,
      OutputStream out) {
    this.writer = new LineWriter(out, this::onClientGone);
    this.own = own.apply(writer::write);
    this.dispatcher = new Dispatcher(sessions, mapper, check, this.own, writer::write);
  }

  /**
   * Serves until the input ends, the output is closed by the other side or this thread is
   * interrupted; then waits for the calls in flight. When the client is gone, these are
   * interrupted.
   */
  void run(InputStream in) {
    // A thread of its own: a read cannot be interrupted, and must not keep a session whose client
    // has closed only the other stream. Not a virtual one, since a read holds the carrier.
    Thread.ofPlatform().daemon().name("mcp-reader").start(() -> read(in));
    boolean interrupted = false;
    try {
      ended.await();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    stopped = true;
    own.end();
    if (clientGone) {
      dispatcher.cancelAll();
    }
    dispatcher.stopAndDrain();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void onClientGone() {
    clientGone = true;
    ended.countDown();
  }

  private void read(InputStream in) {
    try {
      LineReader lines = new LineReader(in, LONGEST_LINE_BYTES);
      for (LineReader.Line line = lines.next(); line != null && !stopped; line = lines.next()) {
        handleSafely(line, lines);
      }
    } catch (IOException e) {
      LOG.warn("The input cannot be read any more; ending the session: {}", e.toString());
    } finally {
      ended.countDown();
    }
  }

  /** Whatever a line brings about, the next one is read. */
  private void handleSafely(LineReader.Line line, LineReader lines) {
    try {
      Incoming message =
          line.tooLong()
              ? MessageParser.tooLong(line, lines, LONGEST_LINE_BYTES)
              : MessageParser.parse(line.bytes());
      if (message instanceof Incoming.Batch batch) {
        handleBatch(batch);
      } else if (message != null) {
        handle(message, Reply.line(writer));
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("A line from the client could not be handled", e);
      writer.write(
          Json.error(NullNode.instance, Json.INTERNAL_ERROR, "The message could not be handled."));
    }
  }

  private void handleBatch(Incoming.Batch batch) {
    if (!dispatcher.batchesAllowed()) {
      writer.write(
          Json.error(
              NullNode.instance,
              Json.INVALID_REQUEST,
              "Batches exist in protocol version 2025-03-26 only. Send one message in a line."));
      return;
    }
    Reply reply = new BatchReply(writer, batch.messages().size());
    batch.messages().forEach(message -> handle(message, reply));
  }

  private void handle(Incoming message, Reply reply) {
    switch (message) {
      case Incoming.Request request -> dispatcher.dispatch(request, reply);
      case Incoming.Notification notification -> {
        handleNotification(notification);
        reply.none();
      }
      case Incoming.Invalid wrong ->
          reply.send(Json.error(wrong.id(), wrong.code(), wrong.message()));
      case Incoming.Response _ -> reply.none(); // nobody asked for it
      case Incoming.Batch _ ->
          throw new IllegalStateException("A batch cannot stand inside a batch");
    }
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
}
