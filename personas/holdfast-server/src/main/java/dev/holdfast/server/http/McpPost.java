package dev.holdfast.server.http;

import dev.holdfast.server.mcp.Incoming;
import dev.holdfast.server.mcp.MessageParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a POST to MCP is answered: messages of a client, of which the first begins a session. */
final class McpPost {

  private static final String WITH_BATCHES = "2025-03-26";

  private final McpSessions sessions;
  private final Limits limits;
  private final Bodies bodies;

  McpPost(McpSessions sessions, Limits limits) {
    this.sessions = sessions;
    this.limits = limits;
    this.bodies = new Bodies(limits.bodyBytes(), limits.body());
  }

  void handle(Request request, Response response, Callback callback)
      throws IOException, InterruptedException, RefusedRequestException {
    McpHeaders.requireJsonBody(request);
    McpHeaders.Accepted accepted = McpHeaders.accepted(request);
    if (!accepted.json() && !accepted.events()) {
      throw McpRefusals.notAcceptable("application/json and " + Sse.TYPE);
    }
    McpHeaders.checkVersion(request);
    bodies.read(
        request,
        body -> {
          Incoming message = MessageParser.parse(body);
          Post post = new Post(request, response, callback, accepted);
          if (message == null) {
            throw McpRefusals.bad("The body is empty.", "Send one JSON-RPC message.");
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
    sessions.refuseWhenEnding();
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
    McpSession session = sessions.of(post.request());
    try (McpSession.Use _ = session.use().orElseThrow(McpRefusals::noSuchSession)) {
      String version = session.conversation().protocolVersion().orElse("");
      if (message instanceof Incoming.Batch && !version.equals(WITH_BATCHES)) {
        throw McpRefusals.bad(
            "Batches exist in protocol version " + WITH_BATCHES + " only.",
            "Send one message at a time.");
      }
      boolean call = wantsAnswer(message);
      if (call) {
        sessions.refuseWhenEnding();
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
      case Incoming.Batch batch -> batch.messages().stream().anyMatch(McpPost::wantsAnswer);
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
      new Sse(post.response(), stream).write(reader, session.isPriming(), limits.keepAlive());
      post.callback().succeeded();
    }
  }
}
