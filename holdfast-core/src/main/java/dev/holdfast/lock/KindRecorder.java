package dev.holdfast.lock;

import dev.holdfast.internal.count.DurationRecorder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a manager does with the resources of one kind. A grant keeps the one of its resource,
 * so that the kind is looked up once for an acquire and a release.
 *
 * <p>What no other counter tells is counted; all the rest is derived when read. A grant that did
 * not wait costs one addition, its release one histogram entry.
 */
final class KindRecorder {

  private final LongAdder acquired = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder interrupted = new LongAdder();
  private final LongAdder deadlocked = new LongAdder();
  private final LongAdder ownersDied = new LongAdder();
  private final LongAdder overran = new LongAdder();
  private final LongAdder fenced = new LongAdder();
  private final DurationRecorder waits = new DurationRecorder();
  private final DurationRecorder holds = new DurationRecorder();

  void acquired(boolean previousOwnerDied) {
    acquired.increment();
    if (previousOwnerDied) {
      ownersDied.increment();
    }
  }

  /** Besides {@link #acquired}: the grant had to wait. */
  void waited(long nanos) {
    waits.record(nanos);
  }

  void released(long heldNanos) {
    holds.record(heldNanos);
  }

  void timedOut() {
    timedOut.increment();
  }

  void interrupted() {
    interrupted.increment();
  }

  void deadlocked() {
    deadlocked.increment();
  }

  /** A hold timeout ran out. */
  void overran() {
    overran.increment();
  }

  /** An operation was refused because its handle was not held any more. */
  void fenced() {
    fenced.increment();
  }

  /** What was counted. Releases are read before grants: never more of them. */
  Reading read() {
    DurationHistogram held = histogram(holds);
    DurationHistogram waited = histogram(waits);
    LockMetrics.Totals totals =
        new LockMetrics.Totals(
            acquired.sum(),
            waited.count(),
            timedOut.sum(),
            interrupted.sum(),
            deadlocked.sum(),
            ownersDied.sum(),
            overran.sum(),
            fenced.sum(),
            waited.sum(),
            waited.longest(),
            held.sum(),
            held.longest());
    return new Reading(totals, waited, held);
  }

  private static DurationHistogram histogram(DurationRecorder recorder) {
    return recorder.read(DurationHistogram.Bucket::new, DurationHistogram::new);
  }

  /** The counters of a kind, read once. */
  record Reading(LockMetrics.Totals totals, DurationHistogram waits, DurationHistogram holds) {}
}
