package dev.holdfast.lock;

import java.time.Duration;
import java.util.List;

/**
 * How many durations fell into which range.
 *
 * <p>The bounds of the buckets are log-linear, after <a
 * href="https://github.com/HdrHistogram/HdrHistogram">HdrHistogram</a> (Gil Tene): from 1 µs to
 * somewhat over an hour each power of two is cut into eight equal parts. So a percentile is at most
 * 12.5 % above the true value. Shorter and longer durations have one bucket each.
 *
 * @param buckets those that counted something, the shortest first, each with the sum of all up to
 *     it, as Prometheus wants them
 * @param count all durations
 * @param sum all durations together
 * @param longest the longest duration, exactly
 */
public record DurationHistogram(List<Bucket> buckets, long count, Duration sum, Duration longest) {

  /**
   * One range.
   *
   * @param atMost the upper bound of the range; that of the last one is the longest duration there
   *     can be
   * @param cumulative how many durations were at most {@code atMost}
   */
  public record Bucket(Duration atMost, long cumulative) {}

  /** Copies the list. */
  public DurationHistogram {
    buckets = List.copyOf(buckets);
  }

  /**
   * How many durations were certainly at most {@code bound}. One that is up to 12.5 % shorter than
   * the bound may be missing, unless the bound is that of a bucket.
   */
  public long atMost(Duration bound) {
    long cumulative = 0;
    for (Bucket bucket : buckets) {
      if (bucket.atMost().compareTo(bound) > 0) {
        break;
      }
      cumulative = bucket.cumulative();
    }
    return cumulative;
  }

  /**
   * The duration that {@code percent} of all durations did not exceed, at most 12.5 % (at least 1
   * µs) too long, and never above {@link #longest}. Zero if nothing was counted.
   *
   * @throws IllegalArgumentException unless {@code percent} is between 0 and 100
   */
  public Duration percentile(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile is between 0 and 100, not " + percent);
    }
    long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
    for (Bucket bucket : buckets) {
      if (bucket.cumulative() >= rank) {
        return bucket.atMost().compareTo(longest) < 0 ? bucket.atMost() : longest;
      }
    }
    return longest;
  }
}
