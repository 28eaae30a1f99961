package dev.holdfast.internal.count;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in log-linear buckets, after HdrHistogram; about 2 KB, whatever comes. For any
 * number of threads: one count is one addition to a striped sum and one to a bucket.
 */
public final class DurationRecorder {

  /** Each power of two is cut into {@code 1 << SUB_BITS} parts. */
  private static final int SUB_BITS = 3;

  /** The first power of two that is cut, about 1 µs, and the first that is not, about 73 min. */
  private static final int FIRST_POWER = 10;

  private static final int END_POWER = 42;

  private static final int OVERFLOW = ((END_POWER - FIRST_POWER) << SUB_BITS) + 1;

  private final AtomicLongArray counts = new AtomicLongArray(OVERFLOW + 1);
  private final LongAdder sumNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

  /** Counts one. */
  public void record(long nanos) {
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

  /** Makes a bucket of its upper bound and of how many durations were at most that. */
  @FunctionalInterface
  public interface BucketMaker<B> {
    /** Makes it. */
    B make(Duration atMost, long cumulative);
  }

  /** Makes a histogram of its buckets, the shortest first, without those that counted nothing. */
  @FunctionalInterface
  public interface HistogramMaker<B, H> {
    /** Makes it. */
    H make(List<B> buckets, long count, Duration sum, Duration longest);
  }

  /** What was counted, in the types of the caller. */
  public <B, H> H read(BucketMaker<B> bucket, HistogramMaker<B, H> histogram) {
    List<B> buckets = new ArrayList<>();
    long cumulative = 0;
    for (int i = 0; i <= OVERFLOW; i++) {
      long count = counts.get(i);
      if (count > 0) {
        cumulative += count;
        buckets.add(bucket.make(Duration.ofNanos(upperNanos(i)), cumulative));
      }
    }
    return histogram.make(
        buckets,
        cumulative,
        Duration.ofNanos(sumNanos.sum()),
        Duration.ofNanos(longestNanos.get()));
  }
}
