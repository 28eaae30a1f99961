package dev.holdfast.personas.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.FuzzTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged inputs of every form. */
class ExchangeFuzzTest {

  @Test
  void anyInput_givesPersonasOrARefusal() {
    int[] counts = new int[2];

    FuzzTime.spend(
        "ExchangeFuzzTest",
        seed -> {
          byte[] input = new Mutator(new Random(seed)).input();
          counts[ExchangeProperties.check(input) < 0 ? 0 : 1]++;
        });

    System.out.printf("ExchangeFuzzTest: %d refused, %d read%n", counts[0], counts[1]);
    if (Long.getLong("holdfast.seed") == null) {
      assertThat(counts[0]).as("refused").isPositive();
      assertThat(counts[1]).as("read").isPositive();
    }
  }
}
