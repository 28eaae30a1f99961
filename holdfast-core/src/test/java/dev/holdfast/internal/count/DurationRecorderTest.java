package dev.holdfast.internal.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.lock.DurationHistogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationRecorderTest {

  private final DurationRecorder recorder = new DurationRecorder();

  private DurationHistogram read() {
    return recorder.read(DurationHistogram.Bucket::new, DurationHistogram::new);
  }

  @Test
  void everyBound_isInItsBucket_andTheNextNanosecondInTheNext() {
    long end = 1L << 42;
    for (int i = 0; DurationRecorder.upperNanos(i) < end; i++) {
      long upper = DurationRecorder.upperNanos(i);
      assertThat(DurationRecorder.indexOf(upper)).isEqualTo(i);
      assertThat(DurationRecorder.indexOf(upper + 1)).isEqualTo(i + 1);
    }
    assertThat(DurationRecorder.indexOf(0)).isZero();
    assertThat(DurationRecorder.upperNanos(DurationRecorder.indexOf(Long.MAX_VALUE)))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(Duration.ofNanos(end)).isGreaterThan(Duration.ofHours(1));
  }

  @Test
  void percentiles_areAtMostAnEighthTooLong() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.println("DurationRecorderTest: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    long[] all = new long[20_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (long) Math.exp(7 + random.nextDouble() * 21);
      recorder.record(all[i]);
    }
    Arrays.sort(all);
    DurationHistogram read = read();
    for (double percent : new double[] {0, 1, 50, 90, 99, 99.9, 100}) {
      int rank = Math.max(1, (int) Math.ceil(all.length * percent / 100));
      long exact = all[rank - 1];
      assertThat(read.percentile(percent).toNanos())
          .isBetween(exact, Math.max(1024, exact + exact / 8));
    }
    assertThat(read.count()).isEqualTo(all.length);
    assertThat(read.longest().toNanos()).isEqualTo(all[all.length - 1]);
    assertThat(read.sum().toNanos()).isEqualTo(Arrays.stream(all).sum());
    assertThat(read.buckets().getLast().cumulative()).isEqualTo(all.length);
  }

  @Test
  void anEmptyHistogram_hasOnlyZeros() {
    assertThat(read().percentile(99)).isZero();
    assertThat(read().buckets()).isEmpty();
  }

  @Test
  void aPercentile_isBetween0And100() {
    for (double bad : new double[] {-1, 101, Double.NaN}) {
      assertThatThrownBy(() -> read().percentile(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** What a bucket holds that reaches over the bound may be longer than it. */
  @Test
  void atMost_neverCountsALongerOne_andMissesAtMostAnEighth() {
    recorder.record(500_000);
    recorder.record(1_000_000);
    recorder.record(1_010_000);
    recorder.record(2_000_000);
    assertThat(read().atMost(Duration.ofNanos(1_048_576))).isEqualTo(3);
    assertThat(read().atMost(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(read().atMost(Duration.ofNanos(1))).isZero();
    assertThat(read().atMost(Duration.ofHours(2))).isEqualTo(4);
  }
}
