package dev.holdfast.internal.jfr;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes events of locks to the JDK Flight Recorder, where the module {@code jdk.jfr} is present.
 *
 * <p>This class names no class of that module itself: only {@link LockEvents} does, which is loaded
 * when something is recorded: to load it before would start the recorder, which takes as long as a
 * tenth of a start of the program. While no recording wants an event, it costs the question and
 * makes no object.
 */
public final class FlightRecorder {

  private static final boolean PRESENT = isPresent();

  private FlightRecorder() {}

  /** An event that has begun and is written when it ends, if it lasted long enough. */
  public interface Span {
    /**
     * Ends it; {@code granted} and {@code token} mean nothing where the event has no such field.
     */
    void end(String resource, String kind, String mode, long token, boolean granted);
  }

  private static boolean isPresent() {
    try {
      Class.forName("jdk.jfr.Event", false, FlightRecorder.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Has anybody made use of the recorder in this process, so that it may record? */
  private static boolean inUse() {
    return PRESENT && Recorder.isInitialized();
  }

  /** Begins a {@code LockWait}; null if nobody records it. */
  public static @Nullable Span beginWait() {
    return inUse() ? LockEvents.beginWait() : null;
  }

  /** Begins a {@code LockHold}; null if nobody records it. */
  public static @Nullable Span beginHold() {
    return inUse() ? LockEvents.beginHold() : null;
  }

  /** A request gave up after its wait timeout. */
  public static void timedOut(
      String resource, String kind, String mode, Duration waited, String holders) {
    if (inUse()) {
      LockEvents.timedOut(resource, kind, mode, waited.toNanos(), holders);
    }
  }

  /** A lock passed on whose last exclusive holder died. */
  public static void takenOver(String resource, String kind, String mode, long token) {
    if (inUse()) {
      LockEvents.takenOver(resource, kind, mode, token);
    }
  }

  /** A request was refused because it would have closed a circle of waits. */
  public static void deadlocked(String resource, String kind, String mode, String circle) {
    if (inUse()) {
      LockEvents.deadlocked(resource, kind, mode, circle);
    }
  }
}
