package dev.holdfast.personas;

import java.util.Random;

/** Random numbers that can be had again: {@code -Dholdfast.seed=N}. */
public final class Seeds {
  private Seeds() {}

  public static Random random(String test) {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.printf("%s: -Dholdfast.seed=%d%n", test, seed);
    return new Random(seed);
  }
}
