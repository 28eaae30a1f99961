package dev.holdfast.personas;

import java.util.Random;

/** Random numbers that can be had again: {@code -Dholdfast.test.seed=N}. */
final class Seeds {
  private Seeds() {}

  static Random random(String test) {
    long seed = Long.getLong("holdfast.test.seed", System.nanoTime());
    System.out.printf("%s: -Dholdfast.test.seed=%d%n", test, seed);
    return new Random(seed);
  }
}
