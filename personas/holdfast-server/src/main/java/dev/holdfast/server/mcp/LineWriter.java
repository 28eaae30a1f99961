package dev.holdfast.server.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Writes messages to a stream, one whole line each, flushed; from any thread.
 *
 * <p>When the stream cannot be written any more, the client is gone: this is told once, and further
 * messages are dropped.
 */
final class LineWriter {

  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  private final OutputStream out;
  private final Runnable onBroken;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean broken; // guarded by lock

  LineWriter(OutputStream out, Runnable onBroken) {
    this.out = out;
    this.onBroken = onBroken;
  }

  /** Writes one message; returns when it is flushed or dropped. */
  void write(JsonNode message) {
    byte[] line = line(message);
    lock.lock();
    try {
      if (broken) {
        return;
      }
      out.write(line); // one write, so that a line is never cut by a line of another thread
      out.flush();
    } catch (IOException e) {
      broken = true;
      LOG.info("The client reads no more: {}", e.toString());
      onBroken.run();
    } finally {
      lock.unlock();
    }
  }

  private static byte[] line(JsonNode message) {
    byte[] json = Json.MAPPER.writeValueAsBytes(message);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
