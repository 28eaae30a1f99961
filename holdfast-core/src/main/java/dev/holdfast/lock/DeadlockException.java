package dev.holdfast.lock;

import dev.holdfast.internal.domain.Circles;
import dev.holdfast.internal.domain.LockRecord;
import java.util.List;
import java.util.stream.Collectors;

/**
 * To wait for the lock would have closed a circle in which everybody waits for the next one for
 * ever. The request was refused and holds nothing; the others of the circle go on once this thread
 * releases what it holds.
 */
public final class DeadlockException extends LockException {

  private static final long serialVersionUID = 1;

  private final transient List<Edge> circle;

  private DeadlockException(String message, String resource, List<Edge> circle) {
    super(message, resource, null);
    this.circle = List.copyOf(circle);
  }

  /**
   * One wait of the circle; the holder is the waiter of the next one.
   *
   * @param waiter the thread that waits, with its process if that is another one
   * @param resource what it waits for
   * @param purpose what it wants it for; empty where it said nothing
   * @param holder the thread that holds the resource
   * @param holderPurpose what that holds it for; empty where it said nothing
   */
  public record Edge(
      String waiter, String resource, String purpose, String holder, String holderPurpose) {

    private String describe() {
      return "%s waits for '%s'%s held by %s%s"
          .formatted(named(waiter), resource, of(purpose), named(holder), of(holderPurpose));
    }

    private static String named(String thread) {
      return thread.isEmpty() ? "a thread without a name" : "thread " + thread;
    }

    private static String of(String purpose) {
      return purpose.isEmpty() ? "" : " (purpose: " + purpose + ")";
    }
  }

  /** For a circle whose first edge is the wait that closes it. */
  static DeadlockException of(List<Edge> circle) {
    String resource = circle.getFirst().resource();
    String message =
        circle.size() == 1
            ? ("lock '%s' not acquired: this thread holds it already, and waiting for itself would"
                    + " never end. Use LockRequest.reentrant() for both, or detached() for a handle"
                    + " that another thread closes")
                .formatted(resource)
            : "lock '%s' not acquired: the wait would close a deadlock: %s. Release what you hold and try again, or take the locks together with acquireAll"
                .formatted(
                    resource,
                    circle.stream().map(Edge::describe).collect(Collectors.joining("; ")));
    return new DeadlockException(message, resource, circle);
  }

  /** For a circle over several processes, whose first edge is a wait of this one. */
  static DeadlockException over(List<Circles.Edge> circle) {
    return of(
        circle.stream()
            .map(
                edge ->
                    new Edge(
                        named(edge.waiting().content()),
                        edge.waiting().content().resource(),
                        edge.waiting().content().purpose(),
                        named(edge.holding().content()),
                        edge.holding().content().purpose()))
            .toList());
  }

  private static String named(LockRecord record) {
    return "%s of pid %d".formatted(record.thread(), record.pid()).strip();
  }

  /** The waits of the circle, that of this request first. */
  public List<Edge> circle() {
    return circle == null ? List.of() : circle; // null after deserialization
  }
}
