package dev.holdfast.testkit.referee;

/**
 * A critical section that somebody was in: a part of the time that it held a lock.
 *
 * @param actor the process, and the name of its log
 * @param resource what was locked
 * @param exclusive alone, or with other shared ones
 * @param token the fencing token of an exclusive grant
 * @param requestedNanos when it was asked for; the time of enter where that was not logged
 * @param enterNanos when it was certainly in, by {@link System#nanoTime}
 * @param leaveNanos when it was still in
 * @param finished did it log its leave? If not, its process was killed in it
 */
public record Section(
    String actor,
    String resource,
    boolean exclusive,
    long token,
    long requestedNanos,
    long enterNanos,
    long leaveNanos,
    boolean finished) {

  /** Is it known when it was asked for? */
  boolean isRequestLogged() {
    return requestedNanos < enterNanos;
  }

  boolean overlaps(Section other) {
    return enterNanos < other.leaveNanos && other.enterNanos < leaveNanos;
  }

  @Override
  public String toString() {
    return "%s in %s '%s' token %d from %d to %d%s"
        .formatted(
            actor,
            exclusive ? "exclusive" : "shared",
            resource,
            token,
            enterNanos,
            leaveNanos,
            finished ? "" : " (killed)");
  }
}
