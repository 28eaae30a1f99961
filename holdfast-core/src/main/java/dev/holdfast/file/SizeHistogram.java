package dev.holdfast.file;

import java.util.List;

/**
 * How many sizes fell into which range. Each bucket reaches to a power of two.
 *
 * @param buckets those that counted something, the smallest first, each with the sum of all up to
 *     it, as Prometheus wants them
 * @param count all sizes
 * @param sum all sizes together
 * @param largest the largest size, exactly
 */
public record SizeHistogram(List<Bucket> buckets, long count, long sum, long largest) {

  /**
   * One range.
   *
   * @param atMost the upper bound of the range
   * @param cumulative how many sizes were at most {@code atMost}
   */
  public record Bucket(long atMost, long cumulative) {}

  /** Copies the list. */
  public SizeHistogram {
    buckets = List.copyOf(buckets);
  }

  /** How many sizes were at most {@code bound}, a power of two. */
  public long atMost(long bound) {
    long cumulative = 0;
    for (Bucket bucket : buckets) {
      if (bucket.atMost() > bound) {
        break;
      }
      cumulative = bucket.cumulative();
    }
    return cumulative;
  }
}
