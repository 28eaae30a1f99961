package dev.holdfast.personas;

import java.time.Duration;

/**
 * The time of one target of random inputs: a quarter of {@code -Dholdfast.fuzz.seconds}, which is
 * for all four of the project: import, archives, front matter, arguments of tools. A minute unless
 * it is given.
 *
 * <p>Round n of a run has the seed of its first round plus n, and nothing else: a failure names the
 * seed that gives it in the first round. {@code -Dholdfast.seed} sets that of the first.
 */
public final class FuzzTime {

  private static final int TARGETS = 4;

  /** One round; what it throws is a finding. */
  @FunctionalInterface
  public interface Round {
    void run(long seed) throws Exception;
  }

  private FuzzTime() {}

  /** Runs rounds until the time is over, one at least; returns how many. */
  public static long spend(String test, Round round) {
    long first = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.printf("%s: -Dholdfast.seed=%d%n", test, first);
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Long.getLong("holdfast.fuzz.seconds", 60)).toNanos() / TARGETS;
    long seed = first;
    do {
      try {
        round.run(seed);
      } catch (Exception | AssertionError | StackOverflowError e) {
        throw new AssertionError("%s: -Dholdfast.seed=%d".formatted(test, seed), e);
      }
      seed++;
    } while (System.nanoTime() - end < 0);
    System.out.printf("%s: %d rounds%n", test, seed - first);
    return seed - first;
  }
}
