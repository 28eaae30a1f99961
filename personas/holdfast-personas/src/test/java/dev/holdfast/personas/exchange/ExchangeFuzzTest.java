package dev.holdfast.personas.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged inputs of every form, for {@code -Dholdfast.fuzz.seconds}. A failure names the seed that
 * gives its input at once: {@code -Dholdfast.seed}.
 */
class ExchangeFuzzTest {

  @Test
  void anyInput_givesPersonasOrARefusal() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("holdfast.fuzz.seconds", 3)).toNanos();
    int[] counts = new int[2];
    do {
      byte[] input = new Mutator(new Random(seed)).input();
      try {
        counts[ExchangeProperties.check(input) < 0 ? 0 : 1]++;
      } catch (Throwable e) {
        throw new AssertionError(
            "-Dholdfast.seed=%d, input %s"
                .formatted(seed, Base64.getEncoder().encodeToString(input)),
            e);
      }
      seed++;
    } while (System.nanoTime() < end);
    System.out.printf(
        "ExchangeFuzzTest: %d inputs refused, %d read, last -Dholdfast.seed=%d%n",
        counts[0], counts[1], seed - 1);
    if (Long.getLong("holdfast.seed") == null) {
      assertThat(counts[0]).as("refused").isPositive();
      assertThat(counts[1]).as("read").isPositive();
    }
  }
}
