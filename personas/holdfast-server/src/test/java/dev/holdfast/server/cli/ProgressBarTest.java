package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.backup.BackupProgress.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong();

  private ProgressBar bar(boolean live) {
    return new ProgressBar(new PrintStream(out, true, UTF_8), live, now::get);
  }

  private String shown() {
    String shown = out.toString(UTF_8);
    out.reset();
    return shown;
  }

  @Test
  void bar_isDrawnTenTimesASecond_andIsGoneAtTheEnd() {
    try (ProgressBar bar = bar(true)) {
      bar.report(Step.VERIFY, 1, OptionalInt.of(4));
      assertThat(shown()).as("what takes no time").isEmpty();
      now.addAndGet(Duration.ofMillis(100).toNanos());
      bar.report(Step.VERIFY, 2, OptionalInt.of(4));
      bar.report(Step.VERIFY, 3, OptionalInt.of(4));
      assertThat(shown())
          .isEqualTo("\rverifying  [" + "#".repeat(15) + ".".repeat(15) + "] 2 of 4");
      now.addAndGet(Duration.ofMillis(100).toNanos());
      bar.report(Step.BACK_UP, 1, OptionalInt.empty());
      assertThat(shown()).startsWith("\rbacking up 1 personas   ").hasSize(1 + 50);
    }
    assertThat(shown()).matches("\r +\r");
  }

  @Test
  void whereThereIsNoTerminal_nothingIsShown() {
    try (ProgressBar bar = bar(false)) {
      now.addAndGet(Duration.ofDays(1).toNanos());
      bar.report(Step.RESTORE, 1, OptionalInt.of(1));
    }
    assertThat(shown()).isEmpty();
  }
}
