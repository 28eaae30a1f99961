package dev.holdfast.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileVersionTest {

  @Test
  void equalContents_haveEqualVersions() {
    FileVersion version = FileVersion.of("one".getBytes(UTF_8));

    assertThat(version).isEqualTo(FileVersion.of("one".getBytes(UTF_8)));
    assertThat(version).isNotEqualTo(FileVersion.of("two".getBytes(UTF_8)));
    assertThat(version).isNotEqualTo(FileVersion.ABSENT);
  }

  @Test
  void text_isTheBeginningOfTheSha256() {
    // printf abc | sha256sum
    assertThat(FileVersion.of("abc".getBytes(UTF_8)))
        .hasToString("ba7816bf8f01cfea414140de5dae2223")
        .isEqualTo(FileVersion.parse("ba7816bf8f01cfea414140de5dae2223"));
    assertThat(FileVersion.parse("absent")).isSameAs(FileVersion.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "BA7816BF8F01CFEA414140DE5DAE2223", "Absent"})
  void otherTexts_areRefused(String text) {
    assertThatThrownBy(() -> FileVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
