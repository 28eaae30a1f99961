package dev.holdfast.testkit.crash;

/** Numbers of states, which soon are too large to count: {@code Long.MAX_VALUE} then. */
final class Counts {
  private Counts() {}

  static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long product(long one, long other) {
    return one != 0 && other > Long.MAX_VALUE / one ? Long.MAX_VALUE : one * other;
  }
}
