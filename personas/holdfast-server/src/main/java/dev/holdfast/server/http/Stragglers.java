package dev.holdfast.server.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Closes connections whose request line and headers take too long to come.
 *
 * <p>An idle timeout does not see them: a byte every few seconds keeps a connection busy for ever
 * (Slowloris). Jetty has no limit for it, so its parsers are looked at every now and then.
 */
final class Stragglers extends AbstractLifeCycle {

  private final Connector connector;
  private final Duration longest;
  private Map<HttpConnection, Long> since = new HashMap<>(); // of the watching thread
  private volatile Thread watch = Thread.currentThread();

  /**
   * @param longest may pass between the first byte and the last of the headers
   */
  Stragglers(Connector connector, Duration longest) {
    this.connector = connector;
    this.longest = longest;
  }

  @Override
  protected void doStart() {
    watch = Thread.ofVirtual().name("http-stragglers").start(this::watch);
  }

  @Override
  protected void doStop() {
    watch.interrupt();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(longest.dividedBy(4).plusMillis(1));
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped
    }
  }

  private void look() {
    long now = System.nanoTime();
    Map<HttpConnection, Long> still = new HashMap<>();
    for (EndPoint end : connector.getConnectedEndPoints()) {
      if (end.getConnection() instanceof HttpConnection connection && isInHead(connection)) {
        long first = since.getOrDefault(connection, now);
        if (now - first > longest.toNanos()) {
          connection.close();
        } else {
          still.put(connection, first);
        }
      }
    }
    since = still;
  }

  /** Has a request begun of which the headers are not there yet? */
  private static boolean isInHead(HttpConnection connection) {
    HttpParser.State state = connection.getParser().getState();
    return state.compareTo(HttpParser.State.START) > 0
        && state.compareTo(HttpParser.State.CONTENT) < 0;
  }
}
