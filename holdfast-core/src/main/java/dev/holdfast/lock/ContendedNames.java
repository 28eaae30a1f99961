package dev.holdfast.lock;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that were waited for most often, in memory for a fixed number of them.
 *
 * <p>The Space-Saving algorithm of Metwally, Agrawal and El Abbadi, "Efficient Computation of
 * Frequent and Top-k Elements in Data Streams" (ICDT 2005): a name that is not known takes over the
 * counter of the least frequent one. After N waits a count is never too small, at most N / capacity
 * too large, and every name with more than N / capacity waits is among those known.
 *
 * <p>Called only for a grant that waited; its caller holds no other monitor.
 */
final class ContendedNames {

  private static final class Counter {
    final long error;
    long count;
    long waitedNanos;

    Counter(long error) {
      this.error = error;
      this.count = error;
    }
  }

  private final int capacity;
  private final Map<String, Counter> counters;

  ContendedNames(int capacity) {
    this.capacity = capacity;
    this.counters = HashMap.newHashMap(capacity);
  }

  synchronized void waited(String resource, long nanos) {
    Counter counter = counters.get(resource);
    if (counter == null) {
      counter = new Counter(counters.size() < capacity ? 0 : removeRarest());
      counters.put(resource, counter);
    }
    counter.count++;
    counter.waitedNanos += nanos;
  }

  /** Returns the count of what it removed. */
  private long removeRarest() {
    String rarest = "";
    long lowest = Long.MAX_VALUE;
    for (Map.Entry<String, Counter> entry : counters.entrySet()) {
      if (entry.getValue().count < lowest) {
        lowest = entry.getValue().count;
        rarest = entry.getKey();
      }
    }
    counters.remove(rarest);
    return lowest;
  }

  /** The most often waited for first. */
  synchronized List<LockMetrics.Contended> read() {
    return counters.entrySet().stream()
        .map(
            entry ->
                new LockMetrics.Contended(
                    entry.getKey(),
                    entry.getValue().count,
                    entry.getValue().error,
                    Duration.ofNanos(entry.getValue().waitedNanos)))
        .sorted(
            Comparator.comparingLong(LockMetrics.Contended::count)
                .reversed()
                .thenComparing(LockMetrics.Contended::resource))
        .toList();
  }
}
