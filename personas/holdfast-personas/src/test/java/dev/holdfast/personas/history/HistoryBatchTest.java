package dev.holdfast.personas.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryBatchTest {

  private static final byte[] TEXT = {1, 2, 3};

  @Test
  void keepLatest_removesTheOldestOfEach(@TempDir Path folder) throws Exception {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      HistoryLog log = new HistoryLog(folder.toRealPath(), locks);
      for (int i = 0; i < 8; i++) {
        try (HistoryBatch batch = log.begin(List.of())) {
          batch.record(change("ann"), TEXT);
          batch.record(change("bob"), TEXT);
          batch.commit();
          batch.keepLatest(5);
        }
      }
      for (String slug : List.of("ann", "bob")) {
        assertThat(log.entries(slug)).extracting(Recorded::number).containsExactly(4, 5, 6, 7, 8);
      }
    }
  }

  @Test
  void retract_takesBackWhatWasCommitted(@TempDir Path folder) throws Exception {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      HistoryLog log = new HistoryLog(folder.toRealPath(), locks);
      try (HistoryBatch batch = log.begin(List.of())) {
        batch.record(change("ann"), TEXT);
        batch.commit();
        batch.retract();
      }
      assertThat(log.entries("ann")).isEmpty();
    }
  }

  private static Change change(String slug) {
    return new Change(
        slug,
        Operation.IMPORT,
        Instant.EPOCH,
        Actor.of("Mira"),
        List.of(),
        FileVersion.of(TEXT),
        FileVersion.ABSENT,
        "1.0",
        "",
        "");
  }
}
