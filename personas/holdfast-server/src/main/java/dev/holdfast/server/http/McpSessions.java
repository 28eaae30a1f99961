package dev.holdfast.server.http;

import dev.holdfast.server.mcp.Conversations;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/**
 * The sessions of a server. Their number is bounded: where there are too many, the one that has
 * been idle for longest makes room. One that is idle for too long ends by itself, since many
 * clients go without a word.
 */
final class McpSessions implements AutoCloseable {

  private static final int ID_BYTES = 24;

  private final Function<Caller, Conversations> conversations;
  private final Gate gate;
  private final int most;
  private final Duration longestIdle;
  private final Duration pause;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentMap<String, McpSession> sessions = new ConcurrentHashMap<>();
  private final Thread sweeper;
  private volatile boolean ending;

  /**
   * @param conversations makes what a caller may have
   */
  McpSessions(Function<Caller, Conversations> conversations, Gate gate, Limits limits) {
    this.conversations = conversations;
    this.gate = gate;
    this.most = limits.sessions();
    this.longestIdle = limits.sessionIdle();
    this.pause = shorter(longestIdle.dividedBy(4).plusMillis(1), limits.tokenCheck());
    this.sweeper = Thread.ofVirtual().name("mcp-sessions").start(this::sweep);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A session that nobody finds before it is added. */
  McpSession create(Caller caller) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new McpSession(
        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
        caller,
        conversations.apply(caller));
  }

  /**
   * Lets requests find a session.
   *
   * @throws RefusedRequestException if there are too many, and all of them are used
   */
  void add(McpSession session) throws RefusedRequestException {
    while (sessions.size() >= most) {
      if (!endIdlest()) {
        throw new RefusedRequestException(
                HttpStatus.SERVICE_UNAVAILABLE_503,
                "The server has " + most + " sessions, and all of them are in use.",
                "Try again later.")
            .with("Retry-After", "10");
      }
    }
    sessions.put(session.id(), session);
  }

  /** The session with this id, if it was begun with the caller's token. */
  private Optional<McpSession> find(String id, Caller caller) {
    return Optional.ofNullable(sessions.get(id))
        .filter(session -> session.owner().token().equals(caller.token()));
  }

  /**
   * The session that a request names.
   *
   * @throws RefusedRequestException if it names none, or none that its caller has begun
   */
  McpSession of(Request request) throws RefusedRequestException {
    String id = McpHeaders.session(request);
    if (id == null) {
      throw McpRefusals.bad(
          "The header " + McpHeaders.SESSION + " is missing.",
          "Send \"initialize\" first, and the header of its answer with all that follows.");
    }
    return find(id, Caller.of(request)).orElseThrow(McpRefusals::noSuchSession);
  }

  /** From now on sessions, calls and streams are not begun any more. */
  void takeNothingNew() {
    ending = true;
  }

  /**
   * For whoever would begin something.
   *
   * @throws RefusedRequestException if nothing new is taken
   */
  void refuseWhenEnding() throws RefusedRequestException {
    if (ending) {
      throw McpRefusals.ending();
    }
  }

  /** Ends a session for good; what is in work is still answered. */
  void end(McpSession session) {
    if (sessions.remove(session.id(), session)) {
      Thread _ = Thread.ofVirtual().name("mcp-end").start(session::end);
    }
  }

  /** Ends those that are not wanted any more. */
  void endThose(Predicate<McpSession> unwanted) {
    all().stream().filter(unwanted).forEach(this::end);
  }

  List<McpSession> all() {
    return List.copyOf(sessions.values());
  }

  private boolean endIdlest() {
    Optional<McpSession> idlest =
        all().stream()
            .filter(session -> session.idleNanos() > 0)
            .max(Comparator.comparingLong(McpSession::idleNanos));
    idlest.filter(McpSession::closeIfIdle).ifPresent(this::end);
    return idlest.isPresent();
  }

  private void sweep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(pause);
        endThose(session -> !gate.stillAdmits(session.owner()));
        endThose(session -> session.idleNanos() > longestIdle.toNanos() && session.closeIfIdle());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    sweeper.interrupt();
  }
}
