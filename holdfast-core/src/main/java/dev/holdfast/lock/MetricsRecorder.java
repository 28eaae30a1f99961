package dev.holdfast.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a manager does, in memory that does not grow with the number of names.
 *
 * <p>Everything is counted by kind and added up when it is read: a lock that nobody is in the way
 * of pays for three counters.
 */
final class MetricsRecorder {

  private static final int MAX_KINDS = 64;
  private static final String OTHER_KINDS = "(other)";

  private final LongAdder waiting = new LongAdder();
  private final ConcurrentHashMap<String, Counters> byKind = new ConcurrentHashMap<>();

  /** The counters of one kind. */
  final class Counters {
    private final LongAdder acquired = new LongAdder();
    private final LongAdder released = new LongAdder();
    private final LongAdder heldNanos = new LongAdder();
    private final LongAccumulator longestHoldNanos = new LongAccumulator(Math::max, 0);
    private final LongAdder contended = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAccumulator longestWaitNanos = new LongAccumulator(Math::max, 0);
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder interrupted = new LongAdder();
    private final LongAdder deadlocked = new LongAdder();
    private final LongAdder ownersDied = new LongAdder();

    MetricsRecorder recorder() {
      return MetricsRecorder.this;
    }

    /** A grant that needed no waiting. */
    void acquired(LockHandle handle) {
      acquired.increment();
      if (handle.previousOwnerDied()) {
        ownersDied.increment();
      }
    }

    void acquired(LockHandle handle, long nanos) {
      acquired(handle);
      contended.increment();
      waitedNanos.add(nanos);
      longestWaitNanos.accumulate(nanos);
    }

    void released(long nanos) {
      released.increment();
      heldNanos.add(nanos);
      longestHoldNanos.accumulate(nanos);
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

    private LockMetrics.Totals read() {
      return new LockMetrics.Totals(
          acquired.sum(),
          contended.sum(),
          timedOut.sum(),
          interrupted.sum(),
          deadlocked.sum(),
          ownersDied.sum(),
          Duration.ofNanos(waitedNanos.sum()),
          Duration.ofNanos(longestWaitNanos.get()),
          Duration.ofNanos(heldNanos.sum()),
          Duration.ofNanos(longestHoldNanos.get()));
    }
  }

  void waitBegan() {
    waiting.increment();
  }

  void waitEnded() {
    waiting.decrement();
  }

  /** The counters of the kind of a resource. */
  Counters of(String resource) {
    String kind = LockRequest.kindOf(resource);
    Counters known = byKind.get(kind);
    if (known != null) {
      return known;
    }
    // Racing threads may pass the bound by their number; that is bounded too.
    return byKind.computeIfAbsent(
        byKind.size() < MAX_KINDS ? kind : OTHER_KINDS, unseen -> new Counters());
  }

  LockMetrics read() {
    TreeMap<String, LockMetrics.Totals> kinds = new TreeMap<>();
    long held = 0;
    List<LockMetrics.Totals> all = new ArrayList<>();
    for (var entry : byKind.entrySet()) {
      Counters counters = entry.getValue();
      LockMetrics.Totals totals = counters.read();
      kinds.put(entry.getKey(), totals);
      all.add(totals);
      held += totals.acquired() - counters.released.sum();
    }
    return new LockMetrics(held, waiting.sum(), LockMetrics.Totals.sum(all), kinds);
  }
}
