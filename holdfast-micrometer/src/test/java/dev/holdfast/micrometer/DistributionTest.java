package dev.holdfast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.SizeHistogram;
import dev.holdfast.lock.DurationHistogram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DistributionTest {

  @Test
  void durations_areSeconds_andTheLongestAreAboveAllBounds() {
    Distribution read =
        Distribution.of(
            new DurationHistogram(
                List.of(
                    new DurationHistogram.Bucket(Duration.ofMillis(1), 3),
                    new DurationHistogram.Bucket(Duration.ofHours(1), 4)),
                4,
                Duration.ofMillis(60_002),
                Duration.ofMinutes(1)));
    assertThat(read.bounds()).isSorted().hasSameSizeAs(read.atMost()).endsWith(60.0);
    assertThat(read.atMost().get(read.bounds().indexOf(0.001))).isEqualTo(3);
    assertThat(read.atMost().getFirst()).isZero();
    assertThat(read.atMost().getLast()).isEqualTo(3);
    assertThat(read.count()).isEqualTo(4);
    assertThat(read.sum()).isEqualTo(60.002);
  }

  @Test
  void sizes_areCountedUpToPowersOfTwo() {
    Distribution read =
        Distribution.of(
            new SizeHistogram(
                List.of(new SizeHistogram.Bucket(1, 2), new SizeHistogram.Bucket(4, 3)), 3, 5, 3));
    assertThat(read.atMost().subList(0, 4)).containsExactly(2L, 2L, 3L, 3L);
    assertThat(read.sum()).isEqualTo(5);
  }
}
