package dev.holdfast.micrometer;

import dev.holdfast.file.SizeHistogram;
import dev.holdfast.lock.DurationHistogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A histogram with fixed buckets.
 *
 * @param bounds the upper bounds, without the last one, which has none
 * @param atMost how many were at most the bound of the same place
 */
record Distribution(List<Double> bounds, List<Long> atMost, long count, double sum) {

  private static final List<Duration> DURATIONS =
      LongStream.of(
              10,
              100,
              1000,
              2500,
              5000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              5_000_000,
              10_000_000,
              30_000_000,
              60_000_000)
          .mapToObj(micros -> Duration.ofNanos(1000 * micros))
          .toList();

  private static final List<Double> SECONDS =
      DURATIONS.stream().map(Distribution::seconds).toList();

  private static final long[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};

  private static final List<Double> SIZE_BOUNDS =
      Arrays.stream(SIZES).mapToObj(size -> (double) size).toList();

  static Distribution of(DurationHistogram read) {
    return new Distribution(
        SECONDS, DURATIONS.stream().map(read::atMost).toList(), read.count(), seconds(read.sum()));
  }

  static Distribution of(SizeHistogram read) {
    return new Distribution(
        SIZE_BOUNDS,
        Arrays.stream(SIZES).mapToObj(read::atMost).toList(),
        read.count(),
        read.sum());
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
