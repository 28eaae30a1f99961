package dev.holdfast.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** An answer that is a stream of events, as far as a connection carries it. */
final class Sse {

  static final String TYPE = "text/event-stream";

  private static final byte[] KEEP_ALIVE = ": \n\n".getBytes(UTF_8);

  private final Response response;
  private final EventStream stream;

  Sse(Response response, EventStream stream) {
    this.response = response;
    this.stream = stream;
  }

  /**
   * Writes events until there are no more, another connection reads them, or this one breaks.
   *
   * @param priming does the client understand an event without data? It has then a number to resume
   *     at before anything is said
   * @param keepAlive after such a silence a comment is sent, that nobody in between hangs up
   */
  void write(EventStream.Reader reader, boolean priming, Duration keepAlive)
      throws IOException, InterruptedException {
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
    // Proxies that collect an answer before they pass it on must not do so with this one.
    response.getHeaders().put("X-Accel-Buffering", "no");
    send(priming ? event(0, new byte[0]) : KEEP_ALIVE);
    while (true) {
      switch (reader.next(keepAlive)) {
        case EventStream.Found.Next(EventStream.Event event) ->
            send(event(event.number(), event.json()));
        case EventStream.Found.Silence _ -> send(KEEP_ALIVE);
        case EventStream.Found.End _ -> {
          Content.Sink.write(response, true, ByteBuffer.allocate(0));
          return;
        }
      }
    }
  }

  private void send(byte[] bytes) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(bytes));
  }

  /** JSON has no line end in it, so the data is one line. */
  private byte[] event(long number, byte[] json) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 64);
    event.writeBytes(("id: " + stream.name() + "-" + number + "\ndata: ").getBytes(UTF_8));
    event.writeBytes(json);
    event.writeBytes("\n\n".getBytes(UTF_8));
    return event.toByteArray();
  }
}
