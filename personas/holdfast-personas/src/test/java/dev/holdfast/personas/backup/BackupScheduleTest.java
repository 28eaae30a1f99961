package dev.holdfast.personas.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.archive.BackupKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackupScheduleTest {

  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path path;
  private BackedUpFolder folder;

  /** A schedule that looks when the test says so, and then waits for the test. */
  private static final class Looks implements AutoCloseable, BackupSchedule.Listener {

    final Queue<Backup> made = new ConcurrentLinkedQueue<>();
    final Queue<PruneReport> pruned = new ConcurrentLinkedQueue<>();
    final Queue<RuntimeException> failed = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Boolean> again = new SynchronousQueue<>();
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private final BackupSchedule schedule;

    Looks(BackupManager backups, BackupPolicy policy) {
      schedule =
          BackupSchedule.start(
              backups,
              DAY,
              policy,
              this,
              pause -> {
                pauses.add(pause);
                return again.take();
              });
    }

    @Override
    public void made(Backup backup, PruneReport report) {
      made.add(backup);
      pruned.add(report);
    }

    @Override
    public void failed(RuntimeException failure) {
      failed.add(failure);
    }

    /** Waits until it has looked, and gives the pause that it wants. */
    Duration looked() throws InterruptedException {
      return pauses.take();
    }

    Duration lookAgain() throws InterruptedException {
      again.put(true);
      return looked();
    }

    @Override
    public void close() {
      schedule.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    folder = BackedUpFolder.with(path, "Ann");
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void backup_isMadeWhenTheNewestScheduledOneIsOldEnough() throws Exception {
    Backup _ = folder.backUp(); // a manual one does not count
    try (Looks looks = new Looks(folder.backups, BackupPolicy.DEFAULT)) {
      assertThat(looks.looked()).isEqualTo(Duration.ofMinutes(5));
      assertThat(looks.made)
          .singleElement()
          .extracting(Backup::kind)
          .isEqualTo(BackupKind.SCHEDULED);
      folder.clock.advance(DAY.minusSeconds(10));
      assertThat(looks.lookAgain()).isEqualTo(Duration.ofSeconds(10));
      assertThat(looks.made).hasSize(1);
      folder.clock.advance(Duration.ofSeconds(10));
      Duration _ = looks.lookAgain();
      assertThat(looks.made).hasSize(2);
      assertThat(looks.failed).isEmpty();
    }
  }

  @Test
  void afterARestart_noneIsMadeEarly() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Looks looks = new Looks(folder.backups, BackupPolicy.DEFAULT)) {
        Duration _ = looks.looked();
        assertThat(looks.made).hasSize(i == 0 ? 1 : 0);
      }
      folder.clock.advance(Duration.ofHours(1));
    }
    assertThat(folder.files()).hasSize(1);
  }

  @Test
  void severalProcesses_makeOneTogether() throws Exception {
    try (BackedUpFolder other = BackedUpFolder.open(path, folder.clock);
        Looks one = new Looks(folder.backups, BackupPolicy.DEFAULT);
        Looks two = new Looks(other.backups, BackupPolicy.DEFAULT)) {
      Duration _ = one.looked();
      Duration _ = two.looked();
      assertThat(folder.files()).hasSize(1);
      folder.clock.advance(DAY);
      Duration _ = two.lookAgain();
      Duration _ = one.lookAgain();
      assertThat(folder.files()).hasSize(2);
      assertThat(one.made.size() + two.made.size()).isEqualTo(2);
    }
  }

  @Test
  void whoFindsAnotherAtIt_makesNone_andLooksAgainSoon() throws Exception {
    try (BackedUpFolder other = BackedUpFolder.open(path, folder.clock);
        LockHandle _ = other.locks.acquire(LockRequest.exclusive("backup-schedule"));
        Looks looks = new Looks(folder.backups, BackupPolicy.DEFAULT)) {
      assertThat(looks.looked()).isEqualTo(Duration.ofSeconds(1));
      assertThat(looks.made).isEmpty();
      assertThat(looks.failed).isEmpty();
    }
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void prunes_byItsPolicy() throws Exception {
    try (Looks looks = new Looks(folder.backups, new BackupPolicy(2, 0, 0))) {
      Duration _ = looks.looked();
      for (int i = 0; i < 3; i++) {
        folder.clock.advance(DAY);
        Duration _ = looks.lookAgain();
      }
      assertThat(looks.pruned)
          .extracting(report -> report.removed().size())
          .containsExactly(0, 0, 1, 1);
    }
    assertThat(folder.files()).hasSize(2);
  }

  @Test
  void backupThatIsDatedInTheFuture_delaysNone() throws Exception {
    folder.clock.advance(Duration.ofDays(365));
    Backup _ = folder.backups.create(BackupKind.SCHEDULED, BackupProgress.NONE);
    folder.clock.advance(Duration.ofDays(-365));
    try (Looks looks = new Looks(folder.backups, BackupPolicy.DEFAULT)) {
      Duration _ = looks.looked();
      assertThat(looks.made).hasSize(1);
      Duration _ = looks.lookAgain();
      assertThat(looks.made).hasSize(1);
    }
  }

  @Test
  void failure_isTold_andTheNextLookTriesAgain() throws Exception {
    Path odd = Files.writeString(folder.directory, "a file where the directory should be");
    try (Looks looks = new Looks(folder.backups, BackupPolicy.DEFAULT)) {
      assertThat(looks.looked()).isEqualTo(Duration.ofMinutes(5));
      assertThat(looks.failed).singleElement().isInstanceOf(PersonaException.class);
      Files.delete(odd);
      Duration _ = looks.lookAgain();
      assertThat(looks.made).hasSize(1);
    }
  }

  @Test
  void close_endsTheThread_alsoInTheMiddleOfAPause() throws Exception {
    BackupSchedule schedule =
        BackupSchedule.start(folder.backups, DAY, BackupPolicy.DEFAULT, new NoListener());
    schedule.close();
    schedule.close();
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .doesNotContain("holdfast-backups");
    assertThat(folder.files()).allMatch(name -> name.endsWith(".zip"));
  }

  private static final class NoListener implements BackupSchedule.Listener {
    @Override
    public void made(Backup backup, PruneReport pruned) {}

    @Override
    public void failed(RuntimeException failure) {}
  }

  @Test
  void noTimeBetween_isRefused() {
    for (Duration every : List.of(Duration.ZERO, Duration.ofDays(-1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  BackupSchedule.start(
                      folder.backups, every, BackupPolicy.DEFAULT, new NoListener()));
    }
  }
}
