package dev.holdfast.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads bodies whole, of a bounded length, within a bounded time. Few large ones are in memory at
 * once: the others wait.
 */
final class Bodies {

  private static final int SMALL_BYTES = 256 * 1024;
  private static final int BLOCK_BYTES = 16 * 1024;

  private final int longestBytes;
  private final Duration longest;
  private final Semaphore large;

  /**
   * @param longest may pass until a body is there
   */
  Bodies(int longestBytes, Duration longest) {
    this.longestBytes = longestBytes;
    this.longest = longest;
    long room = Runtime.getRuntime().maxMemory() / 16 / Math.max(longestBytes, 1);
    this.large = new Semaphore(Math.clamp(room, 1, 64), true);
  }

  /** What is done with a body. */
  interface Work {
    void on(byte[] body) throws IOException, InterruptedException, RefusedRequestException;
  }

  /** Reads the body of a request and works on it. */
  void read(Request request, Work work)
      throws IOException, InterruptedException, RefusedRequestException {
    long deadline = System.nanoTime() + longest.toNanos();
    if (request.getLength() > longestBytes) {
      throw tooLarge();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    InputStream in = Content.Source.asInputStream(request);
    if (fill(in, body, Math.min(SMALL_BYTES, longestBytes), deadline)) {
      work.on(body.toByteArray());
      return;
    }
    if (!large.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new RefusedRequestException(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              "The server is busy with other large messages.",
              "Try again later.")
          .with("Retry-After", "5");
    }
    try {
      if (!fill(in, body, longestBytes, deadline)) {
        throw tooLarge();
      }
      work.on(body.toByteArray());
    } finally {
      large.release();
    }
  }

  /** Reads to the end, or until there is more than the limit: then false. */
  private static boolean fill(
      InputStream in, ByteArrayOutputStream body, int limit, long deadlineNanos)
      throws IOException, RefusedRequestException {
    byte[] block = new byte[BLOCK_BYTES];
    while (body.size() <= limit) {
      int count = in.read(block);
      if (count < 0) {
        return true;
      }
      body.write(block, 0, count);
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new RefusedRequestException(
                HttpStatus.REQUEST_TIMEOUT_408, "The body took too long to come.", "Send it again.")
            .with("Connection", "close");
      }
    }
    return false;
  }

  private RefusedRequestException tooLarge() {
    return new RefusedRequestException(
            HttpStatus.PAYLOAD_TOO_LARGE_413,
            "The body is larger than " + longestBytes + " bytes and was not read.",
            "Send less in one message.")
        .with("Connection", "close");
  }
}
