package dev.holdfast.personas.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.archive.BackupKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupNameTest {

  private static final Instant TAKEN = Instant.parse("2026-11-25T11:39:51.987Z");

  @Test
  void fileName_hasTheSecondAndTheKind() {
    assertThat(new BackupName(TAKEN, BackupKind.MANUAL, 1).fileName())
        .isEqualTo("personas-20261125-113951Z-manual.zip");
    assertThat(new BackupName(TAKEN, BackupKind.BEFORE_RESTORE, 12).fileName())
        .isEqualTo("personas-20261125-113951Z-before-restore-12.zip");
  }

  @ParameterizedTest
  @EnumSource
  void parse_givesBackWhatWasWritten(BackupKind kind) {
    for (int number : new int[] {1, 2, 10, BackupName.MAX_NUMBER}) {
      BackupName name = new BackupName(TAKEN, kind, number);
      assertThat(BackupName.parse(name.fileName())).contains(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "personas.zip",
        "personas-20261125-113951Z-manual.zip ",
        "personas-20261125-113951Z-manual.ZIP",
        "personas-20261125-113951Z-manual-1.zip",
        "personas-20261125-113951Z-manual-02.zip",
        "personas-20261125-113951Z-manual-10000.zip",
        "personas-20261125-113951Z-other.zip",
        "personas-20260230-113951Z-manual.zip",
        "personas-20261125-243951Z-manual.zip",
        "../personas-20261125-113951Z-manual.zip",
      })
  void parse_refusesEverythingElse(String fileName) {
    assertThat(BackupName.parse(fileName)).isEmpty();
  }
}
