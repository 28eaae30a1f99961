package dev.holdfast.lock;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a manager does, in memory that does not grow with the number of names. */
final class MetricsRecorder {

  private static final int MAX_KINDS = 64;
  private static final String OTHER_KINDS = "(other)";

  private final LongAdder held = new LongAdder();
  private final LongAdder waiting = new LongAdder();
  private final Counters total = new Counters();
  private final ConcurrentHashMap<String, Counters> byKind = new ConcurrentHashMap<>();

  private static final class Counters {
    final LongAdder acquired = new LongAdder();
    final LongAdder contended = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder interrupted = new LongAdder();
    final LongAdder ownersDied = new LongAdder();
    final LongAdder waitedNanos = new LongAdder();
    final LongAccumulator longestWaitNanos = new LongAccumulator(Math::max, 0);
    final LongAdder heldNanos = new LongAdder();
    final LongAccumulator longestHoldNanos = new LongAccumulator(Math::max, 0);

    LockMetrics.Totals read() {
      return new LockMetrics.Totals(
          acquired.sum(),
          contended.sum(),
          timedOut.sum(),
          interrupted.sum(),
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

  void acquired(LockHandle handle, boolean waited, long waitNanos) {
    held.increment();
    acquired(total, handle, waited, waitNanos);
    acquired(ofKind(handle.resource()), handle, waited, waitNanos);
  }

  private static void acquired(Counters of, LockHandle handle, boolean waited, long waitNanos) {
    of.acquired.increment();
    if (waited) {
      of.contended.increment();
      of.waitedNanos.add(waitNanos);
      of.longestWaitNanos.accumulate(waitNanos);
    }
    if (handle.previousOwnerDied()) {
      of.ownersDied.increment();
    }
  }

  void released(String resource, long heldNanos) {
    held.decrement();
    for (Counters of : new Counters[] {total, ofKind(resource)}) {
      of.heldNanos.add(heldNanos);
      of.longestHoldNanos.accumulate(heldNanos);
    }
  }

  void timedOut(String resource) {
    total.timedOut.increment();
    ofKind(resource).timedOut.increment();
  }

  void interrupted(String resource) {
    total.interrupted.increment();
    ofKind(resource).interrupted.increment();
  }

  private Counters ofKind(String resource) {
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
    byKind.forEach((kind, counters) -> kinds.put(kind, counters.read()));
    return new LockMetrics(held.sum(), waiting.sum(), total.read(), kinds);
  }
}
