package dev.holdfast.benchmarks;

import java.util.Arrays;

/** Measured values in order of size. */
final class Figures {

  private final long[] sorted;

  Figures(long[] values) {
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  int count() {
    return sorted.length;
  }

  long median() {
    return atMost(0.5);
  }

  long max() {
    return sorted[sorted.length - 1];
  }

  /** The smallest value that this share of all values does not exceed. */
  long atMost(double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
