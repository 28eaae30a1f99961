package dev.holdfast.internal.count;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts sizes from 1 on, in a bucket for each power of two. */
public final class SizeRecorder {

  private final AtomicLongArray counts = new AtomicLongArray(Integer.SIZE);
  private final LongAdder sum = new LongAdder();
  private final LongAccumulator largest = new LongAccumulator(Math::max, 0);

  /** Makes a bucket of its upper bound and of how many sizes were at most that. */
  @FunctionalInterface
  public interface BucketMaker<B> {
    /** Makes it. */
    B make(long atMost, long cumulative);
  }

  /** Makes a histogram of its buckets, the smallest first, without those that counted nothing. */
  @FunctionalInterface
  public interface HistogramMaker<B, H> {
    /** Makes it. */
    H make(List<B> buckets, long count, long sum, long largest);
  }

  /** Counts one. */
  public void record(int size) {
    sum.add(size);
    largest.accumulate(size);
    counts.getAndIncrement(Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
  }

  /** What was counted, in the types of the caller. */
  public <B, H> H read(BucketMaker<B> bucket, HistogramMaker<B, H> histogram) {
    List<B> buckets = new ArrayList<>();
    long cumulative = 0;
    for (int i = 0; i < Integer.SIZE; i++) {
      long count = counts.get(i);
      if (count > 0) {
        cumulative += count;
        buckets.add(bucket.make(1L << i, cumulative));
      }
    }
    return histogram.make(buckets, cumulative, sum.sum(), largest.get());
  }
}
