package dev.holdfast.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * The events for one page. Who writes them never waits for the page: one that does not keep up is
 * ended, and comes back by itself.
 */
final class EventStream {

  private static final int MOST_WAITING = 64;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** A page then comes back through the front, which asks again whether its token is good. */
  private static final Duration LIFETIME = Duration.ofMinutes(2);

  private final BlockingQueue<String> events = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean ended;

  /** Sends an event soon. */
  void send(String event) {
    if (!events.offer(event)) {
      end();
    }
  }

  /** Ends the stream soon. Idempotent. */
  void end() {
    ended = true;
    boolean _ = events.offer("");
  }

  /**
   * Writes the events until the stream is ended; on the thread of the page.
   *
   * @throws IOException if the page is gone
   */
  void writeTo(Response response) throws IOException, InterruptedException {
    long begunNanos = System.nanoTime();
    while (!ended && System.nanoTime() - begunNanos < LIFETIME.toNanos()) {
      String event = events.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
      String line = event == null ? ":\n\n" : event;
      Content.Sink.write(response, false, ByteBuffer.wrap(line.getBytes(UTF_8)));
    }
  }
}
