package dev.holdfast.internal.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.SizeHistogram;
import org.junit.jupiter.api.Test;

class SizeRecorderTest {

  private final SizeRecorder recorder = new SizeRecorder();

  private SizeHistogram read() {
    return recorder.read(SizeHistogram.Bucket::new, SizeHistogram::new);
  }

  @Test
  void everySize_isInTheBucketOfTheNextPowerOfTwo() {
    for (int size : new int[] {1, 2, 3, 4, 5, 64, 65, Integer.MAX_VALUE}) {
      recorder.record(size);
    }
    assertThat(read().atMost(1)).isEqualTo(1);
    assertThat(read().atMost(2)).isEqualTo(2);
    assertThat(read().atMost(4)).isEqualTo(4);
    assertThat(read().atMost(8)).isEqualTo(5);
    assertThat(read().atMost(64)).isEqualTo(6);
    assertThat(read().atMost(128)).isEqualTo(7);
    assertThat(read().atMost(1L << 31)).isEqualTo(8);
    assertThat(read().count()).isEqualTo(8);
    assertThat(read().largest()).isEqualTo(Integer.MAX_VALUE);
    assertThat(read().sum()).isEqualTo(144L + Integer.MAX_VALUE);
  }

  @Test
  void anEmptyHistogram_hasOnlyZeros() {
    assertThat(read().buckets()).isEmpty();
    assertThat(read().atMost(1)).isZero();
    assertThat(read().largest()).isZero();
  }
}
