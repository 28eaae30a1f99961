package dev.holdfast.server.http;

import dev.holdfast.server.mcp.Conversations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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

  private final Limits limits;
  private final McpSessions sessions;
  private final McpPost posts;
  private final Exchanges exchanges = new Exchanges();

  /**
   * @param conversations makes what a caller may have; once for each session
   * @param gate says whether a caller still may
   */
  public McpEndpoint(Function<Caller, Conversations> conversations, Gate gate, Limits limits) {
    this.limits = limits;
    this.sessions = new McpSessions(conversations, gate, limits);
    this.posts = new McpPost(sessions, limits);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Silence is usual: a call takes its time. Who does not read what is sent is cut all the same.
    request.addIdleTimeoutListener(_ -> false);
    try (Exchanges.Exchange _ = exchanges.begin()) {
      switch (request.getMethod()) {
        case "POST" -> posts.handle(request, response, callback);
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

  private void get(Request request, Response response, Callback callback)
      throws IOException, InterruptedException, RefusedRequestException {
    if (!McpHeaders.accepted(request).events()) {
      throw McpRefusals.notAcceptable(Sse.TYPE);
    }
    McpHeaders.checkVersion(request);
    sessions.refuseWhenEnding();
    McpSession session = sessions.of(request);
    try (McpSession.Use _ = session.use().orElseThrow(McpRefusals::noSuchSession)) {
      String last = request.getHeaders().get("Last-Event-ID");
      if (last == null) {
        EventStream stream = session.announcements();
        write(response, session, stream, stream.read());
      } else {
        EventId id = EventId.parse(last).orElseThrow(McpRefusals::unknownEvent);
        EventStream stream = session.stream(id.stream()).orElseThrow(McpRefusals::unknownEvent);
        write(response, session, stream, stream.readAfter(id.number()));
      }
      callback.succeeded();
    }
  }

  private void write(
      Response response, McpSession session, EventStream stream, EventStream.Reader reader)
      throws IOException, InterruptedException {
    new Sse(response, stream).write(reader, session.isPriming(), limits.keepAlive());
  }

  private void delete(Request request, Response response, Callback callback)
      throws RefusedRequestException {
    McpHeaders.checkVersion(request);
    sessions.end(sessions.of(request));
    response.setStatus(HttpStatus.NO_CONTENT_204);
    callback.succeeded();
  }

  @Override
  public void drain(Duration atMost) throws InterruptedException {
    sessions.takeNothingNew();
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
