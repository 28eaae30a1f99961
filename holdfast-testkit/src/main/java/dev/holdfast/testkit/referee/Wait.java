package dev.holdfast.testkit.referee;

/**
 * Somebody waited for a lock, and then had it or gave up.
 *
 * @param actor the process, and the name of its log
 * @param resource what was waited for
 * @param exclusive alone, or with other shared ones
 * @param fromNanos before it asked, by {@link System#nanoTime}
 * @param untilNanos after it had the lock or had given up
 */
public record Wait(
    String actor, String resource, boolean exclusive, long fromNanos, long untilNanos) {

  /** The wait before a section. */
  public static Wait of(Section section) {
    return new Wait(
        section.actor(),
        section.resource(),
        section.exclusive(),
        section.requestedNanos(),
        section.enterNanos());
  }

  long nanos() {
    return untilNanos - fromNanos;
  }

  @Override
  public String toString() {
    return "%s for %s '%s' from %d to %d"
        .formatted(actor, exclusive ? "exclusive" : "shared", resource, fromNanos, untilNanos);
  }
}
