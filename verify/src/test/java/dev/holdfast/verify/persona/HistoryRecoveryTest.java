package dev.holdfast.verify.persona;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.personas.history.Change;
import dev.holdfast.personas.history.HistoryBatch;
import dev.holdfast.personas.history.HistoryLog;
import dev.holdfast.personas.history.Operation;
import dev.holdfast.personas.history.Recorded;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes of many personas are recorded together. If that stops half done, the next change, which
 * takes the lock of its persona and no other, comes after them: it gets a number of its own.
 */
class HistoryRecoveryTest {

  private static final byte[] TEXT = "text".getBytes(UTF_8);

  enum Way {
    ALONE {
      @Override
      void record(HistoryLog log, Change change, LockHandle handle) throws Exception {
        int _ = log.record(change, TEXT, 100, handle);
      }
    },
    IN_A_BATCH {
      @Override
      void record(HistoryLog log, Change change, LockHandle handle) throws Exception {
        try (HistoryBatch batch = log.begin(List.of(handle))) {
          batch.record(change, TEXT);
          batch.commit();
        }
      }
    };

    abstract void record(HistoryLog log, Change change, LockHandle handle) throws Exception;
  }

  @TempDir Path parent;

  @ParameterizedTest
  @EnumSource
  void change_afterABatchThatStoppedHalfDone_comesAfterIt(Way way) throws Exception {
    int halfDone = 0;
    boolean more = true;
    for (int nth = 1; more; nth++) {
      Path folder = Files.createDirectory(parent.toRealPath().resolve("at-" + nth));
      more = stopsAt(nth, folder);
      boolean committed = Files.exists(folder.resolve(".holdfast-history/.holdfast-tree/commit"));
      halfDone += committed ? 1 : 0;
      try (LockManager locks = LockManager.inProcess();
          LockHandle handle = locks.acquire(LockRequest.exclusive("persona:ann"))) {
        HistoryLog log = new HistoryLog(folder, locks);
        way.record(log, change("ann", "2.0"), handle);

        boolean both = committed || !more;
        assertThat(log.entries("ann"))
            .as("the batch stopped at its call %d", nth)
            .extracting(Recorded::number)
            .isEqualTo(both ? List.of(1, 2) : List.of(1));
        assertThat(log.entries("ann").getLast().change().versionBefore()).isEqualTo("2.0");
        assertThat(log.entries("bob")).hasSize(both ? 1 : 0);
      }
    }
    assertThat(halfDone).isPositive();
  }

  /** Records a change of two personas; its nth rename fails. */
  private static boolean stopsAt(int nth, Path folder) throws Exception {
    HostileFileSystem disk = HostileFileSystem.over(folder);
    try (LockManager locks = LockManager.inProcess();
        HistoryBatch batch = new HistoryLog(disk.root(), locks).begin(List.of())) {
      batch.record(change("ann", "1.0"), TEXT);
      batch.record(change("bob", "1.0"), TEXT);
      disk.failing(Call.RENAME, nth, "Input/output error");
      batch.commit();
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("Input/output error");
      return true;
    }
  }

  private static Change change(String slug, String version) {
    return new Change(
        slug,
        Operation.IMPORT,
        Instant.EPOCH,
        Actor.of("Mira"),
        List.of(),
        FileVersion.of(TEXT),
        FileVersion.ABSENT,
        version,
        "",
        "");
  }
}
