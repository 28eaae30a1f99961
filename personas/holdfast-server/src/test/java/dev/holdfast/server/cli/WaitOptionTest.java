package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitOptionTest {

  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "500ms, PT0.5S",
    "2m, PT2M",
    "1h, PT1H",
    "1d, PT24H",
    "7, PT7S",
    "0, PT0S",
    "1.5s, PT1.5S",
    "0.25, PT0.25S",
    "999999999h, PT999999999H"
  })
  void durations_areRead(String written, Duration expected) {
    assertThat(new WaitOption().convert(written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1", "1 s", "10x", "1e3", "PT10S", "1,5", "99999999999"})
  void whatIsNoDuration_isRefusedWithExamples(String written) {
    assertThatThrownBy(() -> new WaitOption().convert(written))
        .hasMessageContaining("'" + written + "' is not a duration")
        .hasMessageContaining("500ms");
  }
}
