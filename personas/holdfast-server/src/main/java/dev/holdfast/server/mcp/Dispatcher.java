package dev.holdfast.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the requests of one session and sees to it that each is answered exactly once, or cancelled.
 *
 * <p>{@code initialize}, {@code ping} and whatever is refused are done at once, every other request
 * runs on a virtual thread of its own. Until {@code initialize} is answered {@link #dispatch} is
 * for one thread at a time, afterwards for any, as the other methods are.
 */
final class Dispatcher {

  /** The call that the current thread works on: what the SDK sends there belongs to it. */
  private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  /** Requests in work at once. At the limit {@link #dispatch} waits until one is done. */
  static final int MOST_CALLS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final RequestCheck check;
  private final SdkSession sdk;
  private final OwnMethods own;
  private final ConcurrentMap<String, Call> calls = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST_CALLS);
  private final ThreadFactory threads = Thread.ofVirtual().name("mcp-call-", 1).factory();
  private final Consumer<JsonNode> out;
  private final ClientRequests requests;
  private volatile boolean stopped;

  /** Null until {@code initialize} succeeded. */
  private volatile @Nullable String protocolVersion;

  /**
   * @param own the requests that are not for the SDK
   * @param out takes what the server sends of itself and belongs to no call
   */
  Dispatcher(
      McpServerSession.Factory sessions,
      McpJsonMapper mapper,
      RequestCheck check,
      OwnMethods own,
      Consumer<JsonNode> out) {
    this.check = check;
    this.own = own;
    this.out = out;
    this.requests = new ClientRequests(this::channel);
    this.sdk = new SdkSession(sessions, mapper, this::onAnswer, this::onMessage, requests);
  }

  /** The version that was agreed on; empty before {@code initialize} succeeded. */
  Optional<String> protocolVersion() {
    return Optional.ofNullable(protocolVersion);
  }

  /** Does the version that was agreed on have batches? */
  boolean batchesAllowed() {
    return ProtocolVersions.MCP_2025_03_26.equals(protocolVersion);
  }

  /** Answers a request or starts the work on it. */
  void dispatch(Incoming.Request request, Reply reply) {
    if (request.method().equals(McpSchema.METHOD_PING)) {
      reply.send(Json.result(request.id(), Json.MAPPER.createObjectNode()));
      return;
    }
    boolean initialize = request.method().equals(McpSchema.METHOD_INITIALIZE);
    String fault = check.faultOf(request).orElse(null);
    if (initialize && protocolVersion != null) {
      refuse(request, reply, "The session is already initialized.");
    } else if (!initialize && protocolVersion == null) {
      refuse(request, reply, "The session is not initialized. Send \"initialize\" first.");
    } else if (fault != null) {
      reply.send(Json.error(request.id(), Json.INVALID_PARAMS, fault));
    } else if (initialize) {
      initialize(request, reply);
    } else {
      start(request, reply);
    }
  }

  /** The client says that it is ready; means nothing before {@code initialize}. */
  void clientIsReady() {
    if (protocolVersion != null) {
      own.begin();
    }
  }

  /** Cancels the call with this id of the client's, if there is one in work. */
  void cancel(JsonNode id) {
    Call call = Json.isLegalId(id) ? calls.get(Json.key(id)) : null;
    if (call != null) {
      call.cancel();
    }
  }

  /** The client has answered a request of ours. */
  void answered(Incoming.Response response) {
    requests.answered(response);
  }

  /** Cancels all calls in work. */
  void cancelAll() {
    calls.values().forEach(Call::cancel);
  }

  /**
   * Refuses further calls, waits for no answers of the client any more, and waits until those in
   * work have ended.
   */
  void stopAndDrain() {
    stopped = true;
    requests.end();
    room.acquireUninterruptibly(MOST_CALLS);
    room.release(MOST_CALLS); // lets a reader go that waits for room
  }

  private static void refuse(Incoming.Request request, Reply reply, String message) {
    reply.send(Json.error(request.id(), Json.INVALID_REQUEST, message));
  }

  /** On the reading thread: what comes behind it must find the session initialized. */
  private void initialize(Incoming.Request request, Reply reply) {
    Call call = new Call(request.id(), reply, Thread.currentThread());
    calls.put(Json.key(request.id()), call);
    run(request, call);
    if (protocolVersion != null) {
      sdk.initialized();
    }
  }

  private void start(Incoming.Request request, Reply reply) {
    // The call must be known before its thread runs, and the thread before the call can be
    // cancelled: so the thread learns of its call through this.
    String key = Json.key(request.id());
    Thread thread = threads.newThread(() -> runAndLeave(request, key));
    room.acquireUninterruptibly();
    if (stopped) {
      room.release();
      refuse(request, reply, "The server is ending.");
    } else if (calls.putIfAbsent(key, new Call(request.id(), reply, thread)) != null) {
      room.release();
      refuse(
          request,
          reply,
          "A request with this id is still in work. Give every request an id of its own.");
    } else {
      thread.start();
    }
  }

  private void runAndLeave(Incoming.Request request, String key) {
    try {
      Call call = calls.get(key);
      if (call != null) {
        ScopedValue.where(CURRENT, call).run(() -> run(request, call));
      }
    } finally {
      room.release();
    }
  }

  private void run(Incoming.Request request, Call call) {
    String key = Json.key(request.id());
    try {
      if (own.has(request)) {
        answerOwn(request, call);
      } else {
        sdk.call(request.method(), key, request.params());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", request.method(), e);
    } finally {
      boolean unanswered = call.claimAnswer();
      calls.remove(key, call);
      if (unanswered) { // whatever the reason
        call.send(internalError(call));
      }
      call.endIfCancelled();
    }
  }

  private void answerOwn(Incoming.Request request, Call call) {
    ObjectNode answer;
    try {
      answer = Json.result(call.id(), own.answer(request));
    } catch (RefusedException e) {
      answer = e.answer(call.id());
    }
    if (call.claimAnswer()) {
      calls.remove(Json.key(call.id()), call);
      call.send(answer);
    }
  }

  /** What the SDK sends beside answers, from any thread. */
  private void onMessage(JsonNode message) {
    channel().accept(message);
  }

  /**
   * Takes what is sent during the call that this thread works on; without one, what belongs to
   * none.
   */
  private Consumer<JsonNode> channel() {
    return CURRENT.isBound() ? CURRENT.get()::tell : out;
  }

  /** The answer of the SDK to a call, on the call's thread. */
  private void onAnswer(McpSchema.JSONRPCResponse response) {
    String key = String.valueOf(response.id());
    Call call = calls.get(key);
    if (call == null || !call.claimAnswer()) {
      return; // cancelled
    }
    ObjectNode answer = answer(call, response);
    // Before the answer is out: with it the client may use the id again.
    calls.remove(key, call);
    call.send(answer);
  }

  private ObjectNode answer(Call call, McpSchema.JSONRPCResponse response) {
    if (response.result() instanceof McpSchema.InitializeResult result) {
      protocolVersion = result.protocolVersion();
    }
    McpSchema.JSONRPCResponse.JSONRPCError error = response.error();
    if (error == null) {
      return Json.result(call.id(), response.result());
    }
    if (error.code() != Json.INTERNAL_ERROR) {
      return Json.error(call.id(), error.code(), error.message());
    }
    if (protocolVersion == null) { // all that can fail in initialize is reading its parameters
      return Json.error(
          call.id(),
          Json.INVALID_PARAMS,
          "The parameters of \"initialize\" have a wrong type: capabilities and clientInfo must be"
              + " as the protocol defines them.");
    }
    LOG.error("A call failed inside the protocol layer: {}", error.message());
    return internalError(call);
  }

  private static ObjectNode internalError(Call call) {
    return Json.error(
        call.id(),
        Json.INTERNAL_ERROR,
        "Internal error. The cause is in the server's log on standard error.");
  }
}
