package dev.holdfast.lock;

import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what a manager does, in memory that does not grow with the number of names. */
final class MetricsRecorder {

  private static final int MAX_KINDS = 64;
  private static final int MAX_NAMES = 64;
  private static final int CACHED = 64;
  private static final String OTHER_KINDS = "(other)";

  private final LongAdder waiting = new LongAdder();
  private final ConcurrentHashMap<String, KindRecorder> byKind = new ConcurrentHashMap<>();
  private final ContendedNames names = new ContendedNames(MAX_NAMES);

  /**
   * The kinds of names seen lately, by hash. Threads race here without harm: an entry is immutable,
   * and one that is missed is looked up.
   */
  private final @Nullable Known[] known = new Known[CACHED];

  private record Known(String resource, KindRecorder recorder) {}

  /** The counters of a resource's kind. */
  KindRecorder of(String resource) {
    int slot = resource.hashCode() & (CACHED - 1);
    Known cached = known[slot];
    if (cached != null && cached.resource.equals(resource)) {
      return cached.recorder;
    }
    KindRecorder recorder = ofKind(LockRequest.kindOf(resource));
    known[slot] = new Known(resource, recorder);
    return recorder;
  }

  private KindRecorder ofKind(String kind) {
    KindRecorder found = byKind.get(kind);
    if (found != null) {
      return found;
    }
    // Racing threads may pass the bound by their number; that is bounded too.
    return byKind.computeIfAbsent(
        byKind.size() < MAX_KINDS ? kind : OTHER_KINDS, unseen -> new KindRecorder());
  }

  void waitBegan() {
    waiting.increment();
  }

  void waitEnded() {
    waiting.decrement();
  }

  /** A grant that had to wait; {@link KindRecorder#acquired} is counted besides. */
  void waited(String resource, KindRecorder recorder, long nanos) {
    recorder.waited(nanos);
    names.waited(resource, nanos);
  }

  LockMetrics read() {
    TreeMap<String, LockMetrics.Totals> totals = new TreeMap<>();
    TreeMap<String, DurationHistogram> waits = new TreeMap<>();
    TreeMap<String, DurationHistogram> holds = new TreeMap<>();
    LockMetrics.Totals total = LockMetrics.Totals.NONE;
    long held = 0;
    for (var entry : byKind.entrySet()) {
      KindRecorder.Reading reading = entry.getValue().read();
      totals.put(entry.getKey(), reading.totals());
      waits.put(entry.getKey(), reading.waits());
      holds.put(entry.getKey(), reading.holds());
      total = total.plus(reading.totals());
      held += reading.totals().acquired() - reading.holds().count();
    }
    return new LockMetrics(held, waiting.sum(), total, totals, waits, holds, names.read());
  }
}
