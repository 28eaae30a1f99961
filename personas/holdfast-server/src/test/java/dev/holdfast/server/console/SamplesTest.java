package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void samples_areBoundedAndTellWhatHappenedSinceTheOneBefore() throws Exception {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      Samples samples = new Samples(locks, Clock.systemUTC());
      locks.withLock("a", () -> {});
      locks.withLock("a", () -> {});
      assertThat(samples.take().acquired()).isEqualTo(2);
      Sample idle = samples.take();
      assertThat(idle.acquired()).isZero();
      assertThat(idle.held()).isZero();
      for (int i = 0; i < Samples.MOST; i++) {
        samples.take();
      }
      assertThat((List<?>) samples.history().get("samples")).hasSize(Samples.MOST);
    }
  }
}
