package dev.holdfast.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContendedNamesTest {

  private static final int CAPACITY = 64;

  @Test
  void aSkewedStream_keepsTheGuarantee() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.println("ContendedNamesTest: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    ContendedNames names = new ContendedNames(CAPACITY);
    Map<String, Long> exact = new HashMap<>();
    int total = 100_000;
    for (int i = 0; i < total; i++) {
      // The k-th name comes about 1/k as often as the first: more names than counters.
      String name = "n" + (int) Math.pow(5_000, random.nextDouble());
      names.waited(name, 10);
      exact.merge(name, 1L, Long::sum);
    }
    assertThat(names.read()).hasSize(CAPACITY);
    for (LockMetrics.Contended found : names.read()) {
      long count = exact.get(found.resource());
      assertThat(found.count()).isBetween(count, count + found.error());
      assertThat(found.error()).isLessThanOrEqualTo(total / CAPACITY);
      assertThat(found.waited().toNanos()).isEqualTo(10 * (found.count() - found.error()));
    }
    Set<String> listed =
        names.read().stream().map(LockMetrics.Contended::resource).collect(Collectors.toSet());
    exact.forEach(
        (name, count) -> {
          if (count > total / CAPACITY) {
            assertThat(listed).contains(name);
          }
        });
  }

  @Test
  void fewNames_areCountedExactly_theMostFrequentFirst() {
    ContendedNames names = new ContendedNames(CAPACITY);
    names.waited("a", 1);
    names.waited("b", 2);
    names.waited("b", 3);
    assertThat(names.read()).extracting(LockMetrics.Contended::resource).containsExactly("b", "a");
    assertThat(names.read()).allMatch(found -> found.error() == 0);
    assertThat(names.read().getFirst().waited().toNanos()).isEqualTo(5);
  }
}
