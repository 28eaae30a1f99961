package dev.holdfast.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in the buckets of a {@link DurationHistogram}; about 2 KB, whatever comes. */
final class DurationRecorder {

  /** Each power of two is cut into {@code 1 << SUB_BITS} parts. */
  private static final int SUB_BITS = 3;

  /** The first power of two that is cut, about 1 µs, and the first that is not, about 73 min. */
  private static final int FIRST_POWER = 10;

  private static final int END_POWER = 42;

  private static final int OVERFLOW = ((END_POWER - FIRST_POWER) << SUB_BITS) + 1;

  private final AtomicLongArray counts = new AtomicLongArray(OVERFLOW + 1);
  private final LongAdder sumNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

  void record(long nanos) {
    sumNanos.add(nanos);
    longestNanos.accumulate(nanos); // writes only if it grows
    counts.getAndIncrement(indexOf(nanos));
  }

  /** The bucket whose upper bound is the smallest one not below {@code nanos}. */
  static int indexOf(long nanos) {
    long below = nanos - 1;
    if (below < 1L << FIRST_POWER) {
      return 0;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(below);
    if (power >= END_POWER) {
      return OVERFLOW;
    }
    int part = (int) (below >>> (power - SUB_BITS)) & ((1 << SUB_BITS) - 1);
    return 1 + ((power - FIRST_POWER) << SUB_BITS) + part;
  }

  /** The largest duration in a bucket. */
  static long upperNanos(int index) {
    if (index == OVERFLOW) {
      return Long.MAX_VALUE;
    }
    if (index == 0) {
      return 1L << FIRST_POWER;
    }
    int power = FIRST_POWER + ((index - 1) >>> SUB_BITS);
    long part = (index - 1) & ((1L << SUB_BITS) - 1);
    return (1L << power) + ((part + 1) << (power - SUB_BITS));
  }

  DurationHistogram read() {
    List<DurationHistogram.Bucket> buckets = new ArrayList<>();
    long cumulative = 0;
    for (int i = 0; i <= OVERFLOW; i++) {
      long count = counts.get(i);
      if (count > 0) {
        cumulative += count;
        buckets.add(new DurationHistogram.Bucket(Duration.ofNanos(upperNanos(i)), cumulative));
      }
    }
    return new DurationHistogram(
        buckets,
        cumulative,
        Duration.ofNanos(sumNanos.sum()),
        Duration.ofNanos(longestNanos.get()));
  }
}
