package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.1",
    "1.9, 1.10",
    "1.10, 1.11",
    "2.3.4, 2.4.0",
    "1.9.9-beta, 1.10.0-beta",
    "0.1-rc.1, 0.2-rc.1",
    "1.99999999999999999999, 1.100000000000000000000",
  })
  void next_ofAVersion_isOneMinorStepOn(String version, String next) {
    assertThat(Versions.isVersion(version)).isTrue();
    assertThat(Versions.next(version)).contains(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1.", ".1", "1.0.0.0", "v1.0", "1.0 ", "1.0-", "1,0", "१.०", "1.0\n"})
  void next_ofSomethingElse_isEmpty(String version) {
    assertThat(Versions.isVersion(version)).isFalse();
    assertThat(Versions.next(version)).isEmpty();
  }
}
