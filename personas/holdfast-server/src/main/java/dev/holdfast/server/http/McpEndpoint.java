package dev.holdfast.server.http;

import dev.holdfast.server.mcp.Conversations;
import dev.holdfast.server.mcp.Incoming;
import dev.holdfast.server.mcp.MessageParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Streamable HTTP of MCP, versions 2025-03-26 to 2025-11-25. A POST brings messages and gets their
 * answers, a GET is a stream of what the server says of itself, a DELETE ends the session.
 *
 * <p>A connection that breaks cancels nothing: the work goes on, and a client that knows the number
 * of an event gets what came after it by a GET.
 */
public final class McpEndpoint extends Handler.Abstract implements Drains {

  private static final String FIRST_WITH_PRIMING = "2025-11-25";
  private static final String WITH_BATCHES = "2025-03-26";

  private final Limits limits;
  private final McpSessions sessions;
  private final Bodies bodies;
  private final Exchanges exchanges = new Exchanges();
  private volatile boolean draining;

  /**
   * @param conversations makes what a caller may have; once for each session
   * @param gate says whether a caller still may
   */
  public McpEndpoint(Function<Caller, Conversations> conversations, Gate gate, Limits limits) {
    this.limits = limits;
    this.sessions = new McpSessions(conversations, gate, limits);
    this.bodies = new Bodies(limits.bodyBytes(), limits.body());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Silence is usual: a call takes its time. Who does not read what is sent is cut all the same.
    request.addIdleTimeoutListener(_ -> false);
    try (Exchanges.Exchange _ = exchanges.begin()) {
      switch (request.getMethod()) {
        case "POST" -> post(request, response, callback);
        case "GET" -> get(request, response, callback);
        case "DELETE" -> delete(request, response, callback);
        default ->
            throw new RefusedRequestException(
                    HttpStatus.METHOD_NOT_ALLOWED_405,
                    "MCP is spoken with POST, GET and DELETE.",
                    "")
                .with("Allow", "POST, GET, DELETE");
      }
    } catch (IOException | InterruptedException e) { // the other side is gone, or we are
      callback.failed(e);
    }
    return true;
  }

  private void post(Request request, Response response, Callback callback)
      throws IOException, InterruptedException, RefusedRequestException {
    McpHeaders.requireJsonBody(request);
    McpHeaders.Accepted accepted = McpHeaders.accepted(request);
    if (!accepted.json() && !accepted.events()) {
      throw notAcceptable("application/json and " + Sse.TYPE);
    }
    McpHeaders.checkVersion(request);
    bodies.read(
        request,
        body -> {
          Incoming message = MessageParser.parse(body);
          Post post = new Post(request, response, callback, accepted);
          if (message == null) {
            throw bad("The body is empty.", "Send one JSON-RPC message.");
          } else if (message instanceof Incoming.Invalid wrong) {
            Answers.send(response, callback, HttpStatus.BAD_REQUEST_400, wrong.answer());
          } else if (message instanceof Incoming.Request call
              && call.method().equals("initialize")
              && McpHeaders.session(request) == null) {
            begin(post, call);
          } else {
            receive(post, message);
          }
        });
  }

  /** One POST. */
  private record Post(
      Request request, Response response, Callback callback, McpHeaders.Accepted accepted) {}

  private void begin(Post post, Incoming.Request initialize)
      throws IOException, InterruptedException, RefusedRequestException {
    refuseWhileDraining();
    McpSession session = sessions.create(Caller.of(post.request()));
    EventStream stream = session.newStream();
    session.conversation().receive(initialize, new PostReply(stream, stream));
    if (session.conversation().protocolVersion().isPresent()) {
      sessions.add(session);
      post.response().getHeaders().put(McpHeaders.SESSION, session.id());
    }
    answer(post, session, stream);
  }

  private void receive(Post post, Incoming message)
      throws IOException, InterruptedException, RefusedRequestException {
    McpSession session = session(post.request());
    try (McpSession.Use _ = session.use().orElseThrow(McpEndpoint::noSuchSession)) {
      String version = session.conversation().protocolVersion().orElse("");
      if (message instanceof Incoming.Batch && !version.equals(WITH_BATCHES)) {
        throw bad(
            "Batches exist in protocol version " + WITH_BATCHES + " only.",
            "Send one message at a time.");
      }
      boolean call = wantsAnswer(message);
      if (call) {
        refuseWhileDraining();
      }
      EventStream stream = session.newStream();
      boolean streamed = post.accepted().events();
      session
          .conversation()
          .receive(message, new PostReply(stream, streamed ? stream : session.announcements()));
      if (call) {
        answer(post, session, stream);
      } else {
        post.response().setStatus(HttpStatus.ACCEPTED_202);
        post.callback().succeeded();
      }
    }
  }

  private static boolean wantsAnswer(Incoming message) {
    return switch (message) {
      case Incoming.Request _, Incoming.Invalid _ -> true;
      case Incoming.Notification _, Incoming.Response _ -> false;
      case Incoming.Batch batch -> batch.messages().stream().anyMatch(McpEndpoint::wantsAnswer);
    };
  }

  /** As JSON if that is all there is to say and it is said soon, otherwise as a stream. */
  private void answer(Post post, McpSession session, EventStream stream)
      throws IOException, InterruptedException {
    EventStream.Reader reader = stream.read();
    boolean json = post.accepted().json() && reader.isOneAnswer(limits.keepAlive());
    while (!json && !post.accepted().events()) {
      json = reader.isOneAnswer(limits.keepAlive());
    }
    if (json && reader.next(Duration.ZERO) instanceof EventStream.Found.Next(var event)) {
      post.response().setStatus(HttpStatus.OK_200);
      post.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      post.response().write(true, ByteBuffer.wrap(event.json()), post.callback());
    } else { // also for a call that was cancelled: a stream may end without an answer
      session.keep(stream);
      stream(post.response(), post.callback(), session, stream, reader);
    }
  }

  private void stream(
      Response response,
      Callback callback,
      McpSession session,
      EventStream stream,
      EventStream.Reader reader)
      throws IOException, InterruptedException {
    boolean priming =
        session.conversation().protocolVersion().orElse("").compareTo(FIRST_WITH_PRIMING) >= 0;
    new Sse(response, stream).write(reader, priming, limits.keepAlive());
    callback.succeeded();
  }

  private void get(Request request, Response response, Callback callback)
      throws IOException, InterruptedException, RefusedRequestException {
    if (!McpHeaders.accepted(request).events()) {
      throw notAcceptable(Sse.TYPE);
    }
    McpHeaders.checkVersion(request);
    refuseWhileDraining();
    McpSession session = session(request);
    try (McpSession.Use _ = session.use().orElseThrow(McpEndpoint::noSuchSession)) {
      String last = request.getHeaders().get("Last-Event-ID");
      if (last == null) {
        EventStream stream = session.announcements();
        stream(response, callback, session, stream, stream.read());
      } else {
        EventId id = EventId.parse(last).orElseThrow(McpEndpoint::unknownEvent);
        EventStream stream = session.stream(id.stream()).orElseThrow(McpEndpoint::unknownEvent);
        stream(response, callback, session, stream, stream.readAfter(id.number()));
      }
    }
  }

  private void delete(Request request, Response response, Callback callback)
      throws RefusedRequestException {
    McpHeaders.checkVersion(request);
    sessions.end(session(request));
    response.setStatus(HttpStatus.NO_CONTENT_204);
    callback.succeeded();
  }

  private McpSession session(Request request) throws RefusedRequestException {
    String id = McpHeaders.session(request);
    if (id == null) {
      throw bad(
          "The header " + McpHeaders.SESSION + " is missing.",
          "Send \"initialize\" first, and the header of its answer with all that follows.");
    }
    return sessions.find(id, Caller.of(request)).orElseThrow(McpEndpoint::noSuchSession);
  }

  private void refuseWhileDraining() throws RefusedRequestException {
    if (draining) {
      throw new RefusedRequestException(
              HttpStatus.SERVICE_UNAVAILABLE_503, "The server is ending.", "Try again later.")
          .with("Retry-After", "5");
    }
  }

  private static RefusedRequestException noSuchSession() {
    return new RefusedRequestException(
        HttpStatus.NOT_FOUND_404,
        "There is no such session: it has ended, or never was.",
        "Begin another one with \"initialize\".");
  }

  private static RefusedRequestException unknownEvent() {
    return bad(
        "What came after this event is not there any more.",
        "Ask without Last-Event-ID for what the server says from now on.");
  }

  private static RefusedRequestException notAcceptable(String types) {
    return new RefusedRequestException(
        HttpStatus.NOT_ACCEPTABLE_406,
        "What is answered here the client does not accept.",
        "Send Accept: " + types + ".");
  }

  private static RefusedRequestException bad(String message, String hint) {
    return new RefusedRequestException(HttpStatus.BAD_REQUEST_400, message, hint);
  }

  @Override
  public void drain(Duration atMost) throws InterruptedException {
    draining = true;
    List<McpSession> open = sessions.all();
    List<Thread> ending =
        open.stream()
            .map(session -> Thread.ofVirtual().name("mcp-drain").start(session::end))
            .toList();
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Thread thread : ending) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (left.isNegative() || !thread.join(left)) {
        open.forEach(session -> session.conversation().cancelAll());
      }
    }
    exchanges.awaitNone(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)));
  }

  /** How many sessions are open. */
  public int sessions() {
    return sessions.all().size();
  }

  @Override
  protected void doStop() throws Exception {
    sessions.close();
    super.doStop();
  }
}
