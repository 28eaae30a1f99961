package dev.holdfast.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client's session from its first line to its last answer.
 *
 * <p>One thread reads, and handles {@code initialize}, {@code ping}, notifications and whatever is
 * refused, in the order of arrival. Every other request runs on a virtual thread of its own, so
 * that none waits for another. Each is answered exactly once, unless the client cancels it.
 */
final class Session {

  /** Requests in work at once. At the limit nothing more is read until one is answered. */
  static final int MOST_CALLS = 1_000;

  /** Bytes of one line that are read; a longer one is skipped and answered with an error. */
  static final int LONGEST_LINE_BYTES = 16 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final RequestCheck check;
  private final LineWriter writer;
  private final SdkSession sdk;
  private final ConcurrentMap<String, Call> calls = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST_CALLS);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread.Builder threads = Thread.ofVirtual().name("mcp-call-", 1);
  private volatile boolean stopped;
  private volatile boolean clientGone;

  /**
   * Null until {@code initialize} succeeded. Written by the reading thread before it starts any
   * thread that reads it.
   */
  private @Nullable String protocolVersion;

  Session(
      McpServerSession.Factory sessions,
      McpJsonMapper mapper,
      RequestCheck check,
      OutputStream out) {
    this.check = check;
    this.writer = new LineWriter(out, this::onClientGone);
    this.sdk = new SdkSession(sessions, mapper, this::onAnswer, writer::write);
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
    if (clientGone) {
      calls.values().forEach(Call::cancel);
    }
    room.acquireUninterruptibly(MOST_CALLS); // all calls have ended
    room.release(MOST_CALLS); // lets a reader go that waits for room
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
    if (!ProtocolVersions.MCP_2025_03_26.equals(protocolVersion)) {
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
      case Incoming.Request request -> handleRequest(request, reply);
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
      JsonNode id = notification.params().path("requestId");
      Call call = Json.isLegalId(id) ? calls.get(Json.key(id)) : null;
      if (call != null) {
        call.cancel();
      }
    }
    // The SDK was told "initialized" with the answer to initialize; it acts on no other.
  }

  private void handleRequest(Incoming.Request request, Reply reply) {
    if (request.method().equals(McpSchema.METHOD_PING)) {
      reply.send(Json.result(request.id(), Json.MAPPER.createObjectNode()));
      return;
    }
    boolean initialize = request.method().equals(McpSchema.METHOD_INITIALIZE);
    String fault = check.faultOf(request).orElse(null);
    if (initialize && protocolVersion != null) {
      refuse(request, reply, Json.INVALID_REQUEST, "The session is already initialized.");
    } else if (!initialize && protocolVersion == null) {
      refuse(
          request,
          reply,
          Json.INVALID_REQUEST,
          "The session is not initialized. Send \"initialize\" first.");
    } else if (fault != null) {
      refuse(request, reply, Json.INVALID_PARAMS, fault);
    } else if (initialize) {
      initialize(request, reply);
    } else {
      start(request, reply);
    }
  }

  private static void refuse(Incoming.Request request, Reply reply, int code, String message) {
    reply.send(Json.error(request.id(), code, message));
  }

  /** On the reading thread: what comes behind it must find the session initialized. */
  private void initialize(Incoming.Request request, Reply reply) {
    String key = Json.key(request.id());
    calls.put(key, new Call(request.id(), reply, Thread.currentThread()));
    run(request, key);
    if (protocolVersion != null) {
      sdk.initialized();
    }
  }

  private void start(Incoming.Request request, Reply reply) {
    String key = Json.key(request.id());
    Thread thread =
        threads.unstarted(
            () -> {
              try {
                run(request, key);
              } finally {
                room.release();
              }
            });
    room.acquireUninterruptibly();
    if (stopped || calls.putIfAbsent(key, new Call(request.id(), reply, thread)) != null) {
      room.release();
      refuse(
          request,
          reply,
          Json.INVALID_REQUEST,
          stopped
              ? "The server is ending."
              : "A request with this id is still in work. Give every request an id of its own.");
      return;
    }
    thread.start();
  }

  /** Runs a registered call to its end and sees to it that it is answered. */
  private void run(Incoming.Request request, String key) {
    Call call = calls.get(key);
    if (call == null) {
      return;
    }
    try {
      sdk.call(request.method(), key, request.params());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", request.method(), e);
    } finally {
      if (call.claimAnswer()) { // no answer came, whatever the reason
        calls.remove(key, call);
        call.send(internalError(call));
      }
      calls.remove(key, call);
      call.endIfCancelled();
    }
  }

  /** The answer of the SDK to a call, on the call's thread. */
  private void onAnswer(McpSchema.JSONRPCResponse response) {
    String key = String.valueOf(response.id());
    Call call = calls.get(key);
    if (call == null || !call.claimAnswer()) {
      return; // cancelled
    }
    if (response.result() instanceof McpSchema.InitializeResult result) {
      protocolVersion = result.protocolVersion();
    }
    // Before the answer is out: with it the client may use the id again.
    calls.remove(key, call);
    McpSchema.JSONRPCResponse.JSONRPCError error = response.error();
    if (error == null) {
      call.send(Json.result(call.id(), response.result()));
    } else if (error.code() == Json.INTERNAL_ERROR && protocolVersion == null) {
      // All that can fail in initialize is reading its parameters.
      call.send(
          Json.error(
              call.id(),
              Json.INVALID_PARAMS,
              "The parameters of \"initialize\" have a wrong type: capabilities and clientInfo must"
                  + " be as the protocol defines them."));
    } else if (error.code() == Json.INTERNAL_ERROR) {
      LOG.error("A call failed inside the protocol layer: {}", error.message());
      call.send(internalError(call));
    } else {
      call.send(Json.error(call.id(), error.code(), error.message()));
    }
  }

  private static ObjectNode internalError(Call call) {
    return Json.error(
        call.id(),
        Json.INTERNAL_ERROR,
        "Internal error. The cause is in the server's log on standard error.");
  }
}
