package dev.holdfast.server.http;

import dev.holdfast.server.mcp.Conversation;
import dev.holdfast.server.mcp.Conversations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What one client has begun with {@code initialize}: the conversation, and the streams that carry
 * what the server says to it.
 */
final class McpSession {

  /** Streams of calls that can be resumed; more of them, the oldest goes. */
  private static final int MOST_STREAMS = 16;

  /** Requests of one session that are in work at once. */
  static final int MOST_REQUESTS = 256;

  private static final String FIRST_WITH_PRIMING = "2025-11-25";

  private final String id;
  private final Caller owner;
  private final EventStream announcements = new EventStream("s");
  private final Conversation conversation;

  /** Those of calls; guarded by the monitor. */
  private final Map<String, EventStream> streams = new LinkedHashMap<>();

  private long lastStream; // guarded by the monitor
  private int uses; // requests that this session answers just now; guarded by the monitor
  private long idleSinceNanos = System.nanoTime(); // guarded by the monitor
  private boolean over; // guarded by the monitor

  McpSession(String id, Caller owner, Conversations conversations) {
    this.id = id;
    this.owner = owner;
    this.conversation = conversations.open(announcements::add);
  }

  String id() {
    return id;
  }

  Caller owner() {
    return owner;
  }

  Conversation conversation() {
    return conversation;
  }

  /** Do its streams begin with an event that only has a number? */
  boolean isPriming() {
    return conversation.protocolVersion().orElse("").compareTo(FIRST_WITH_PRIMING) >= 0;
  }

  /** What the server says of itself. */
  EventStream announcements() {
    return announcements;
  }

  /** A stream for the answer to one call; a client can resume it once it is kept. */
  synchronized EventStream newStream() {
    lastStream++;
    return new EventStream("c" + lastStream);
  }

  /** Lets the client resume this stream for a while. */
  synchronized void keep(EventStream stream) {
    streams.put(stream.name(), stream);
    if (streams.size() > MOST_STREAMS) {
      streams.remove(streams.keySet().iterator().next());
    }
  }

  /** The stream with this name, if it can be resumed. */
  synchronized Optional<EventStream> stream(String name) {
    return name.equals(announcements.name())
        ? Optional.of(announcements)
        : Optional.ofNullable(streams.get(name));
  }

  /** While a request is answered the session is not idle. To be closed when it is. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins to answer a request; empty if the session is over.
   *
   * @throws RefusedRequestException if too many are being answered
   */
  synchronized Optional<Use> use() throws RefusedRequestException {
    if (over) {
      return Optional.empty();
    }
    if (uses >= MOST_REQUESTS) {
      throw new RefusedRequestException(
              HttpStatus.TOO_MANY_REQUESTS_429,
              "This session has " + uses + " requests in work.",
              "Wait for some of them before you send more.")
          .with("Retry-After", "1");
    }
    uses++;
    return Optional.of(this::used);
  }

  private synchronized void used() {
    uses--;
    idleSinceNanos = System.nanoTime();
  }

  /** For how long nobody has used it; 0 while somebody does. */
  synchronized long idleNanos() {
    return uses > 0 ? 0 : System.nanoTime() - idleSinceNanos;
  }

  /** Takes no more requests, if none is being answered; false if one is, or it is over already. */
  synchronized boolean closeIfIdle() {
    if (over || uses > 0) {
      return false;
    }
    over = true;
    return true;
  }

  /** Takes no more requests; returns when those in work have ended, which are answered. */
  void end() {
    synchronized (this) {
      over = true;
    }
    conversation.end();
    announcements.end();
  }
}
