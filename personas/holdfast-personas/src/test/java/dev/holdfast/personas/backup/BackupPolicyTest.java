package dev.holdfast.personas.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.Origin;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackupPolicyTest {

  // Monday is the 23rd and the 16th of November 2026.
  private static final List<Backup> ALL =
      Stream.of(
              "2026-11-25T12:00:00Z",
              "2026-11-25T08:00:00Z",
              "2026-11-24T23:59:59Z",
              "2026-11-24T00:00:00Z",
              "2026-11-23T00:00:00Z",
              "2026-11-22T23:00:00Z",
              "2026-11-16T09:00:00Z",
              "2026-11-02T09:00:00Z",
              "2026-01-01T00:00:00Z",
              "2025-12-31T00:00:00Z")
          .map(BackupPolicyTest::backup)
          .toList();

  private static Backup backup(String taken) {
    return new Backup(
        taken, 1, new Origin(Instant.parse(taken), BackupKind.BEFORE_IMPORT, "", ""), 1, List.of());
  }

  private static List<String> kept(int last, int daily, int weekly) {
    var kept = new BackupPolicy(last, daily, weekly).kept(ALL);
    return ALL.stream().filter(kept::contains).map(Backup::name).toList();
  }

  @Test
  void last_keepsTheNewest() {
    assertThat(kept(2, 0, 0)).containsExactly("2026-11-25T12:00:00Z", "2026-11-25T08:00:00Z");
    assertThat(kept(99, 0, 0)).hasSize(10);
  }

  @Test
  void theNewest_isAlwaysKept() {
    assertThat(kept(0, 0, 0)).containsExactly("2026-11-25T12:00:00Z");
    assertThat(new BackupPolicy(0, 0, 0).kept(List.of())).isEmpty();
  }

  @Test
  void daily_keepsTheNewestOfEachDayThatHasOne() {
    assertThat(kept(0, 4, 0))
        .containsExactly(
            "2026-11-25T12:00:00Z",
            "2026-11-24T23:59:59Z",
            "2026-11-23T00:00:00Z",
            "2026-11-22T23:00:00Z");
  }

  @Test
  void weekly_keepsTheNewestOfEachWeekThatHasOne_fromMonday() {
    assertThat(kept(0, 0, 4))
        .containsExactly(
            "2026-11-25T12:00:00Z",
            "2026-11-22T23:00:00Z",
            "2026-11-02T09:00:00Z",
            "2026-01-01T00:00:00Z");
  }

  @Test
  void aWeekOverTheTurnOfTheYear_isOneWeek() {
    assertThat(kept(0, 0, 99)).doesNotContain("2025-12-31T00:00:00Z");
  }

  @Test
  void theRules_addUp() {
    assertThat(kept(3, 3, 2))
        .containsExactly(
            "2026-11-25T12:00:00Z",
            "2026-11-25T08:00:00Z",
            "2026-11-24T23:59:59Z",
            "2026-11-23T00:00:00Z",
            "2026-11-22T23:00:00Z");
  }

  @Test
  void negativeNumbers_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BackupPolicy(0, -1, 0));
  }
}
