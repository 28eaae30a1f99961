package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** L2: a process that is seen to wait is overtaken once at the most by each other one. */
class OvertakingIT {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Provider.class)
  void waiter_amongProcessesThatAskAgainAtOnce_isOvertakenOnceByEach(Provider provider)
      throws Exception {
    String option = "-D%s=%s".formatted(Provider.PROPERTY, provider.value());
    try (Overtaking overtaking = new Overtaking(directory, launch -> launch.option(option))) {
      assertThat(overtaking.violations()).isEmpty();
    }
  }
}
