package dev.holdfast.server.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session on a pair of streams, from its first line to its last answer. One thread
 * reads the lines and acts on them in the order of their arrival.
 */
final class LineSession {

  /** Bytes of one line that are read; a longer one is skipped and answered with an error. */
  static final int LONGEST_LINE_BYTES = 16 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LineSession.class);

  private final LineWriter writer;
  private final Conversation conversation;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile boolean clientGone;

  LineSession(Conversations conversations, OutputStream out) {
    this.writer = new LineWriter(out, this::onClientGone);
    this.conversation = conversations.open(writer::write);
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
      conversation.cancelAll();
    }
    conversation.end();
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
      if (message != null) {
        conversation.receive(message, Reply.line(writer));
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("A line from the client could not be handled", e);
      writer.write(Conversation.notHandled());
    }
  }
}
