package dev.holdfast.personas.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.BackupKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several managers with locks of their own on one directory, as several processes have them. */
@Timeout(180)
class BackupRaceTest {

  private static final int PROCESSES = 4;
  private static final int ROUNDS = 8;

  @TempDir Path path;

  private interface Work {
    void run(BackedUpFolder folder) throws Exception;
  }

  /** The clock stands still: all backups are of one second. */
  private void race(Work work) throws Exception {
    List<BackedUpFolder> folders = new ArrayList<>();
    TestClock clock = new TestClock();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        BackedUpFolder folder = BackedUpFolder.open(path, clock);
        folders.add(folder);
        Callable<?> task =
            () -> {
              work.run(folder);
              return null;
            };
        working.add(pool.submit(task));
      }
      for (Future<?> each : working) {
        each.get();
      }
    } finally {
      folders.forEach(BackedUpFolder::close);
    }
  }

  @Test
  void backupsOfOneSecond_haveNamesOfTheirOwn() throws Exception {
    try (BackedUpFolder folder = BackedUpFolder.with(path, "Ann")) {
      Set<String> names = ConcurrentHashMap.newKeySet();
      race(
          one -> {
            for (int i = 0; i < ROUNDS; i++) {
              assertThat(names.add(one.backUp().name())).isTrue();
            }
          });
      assertThat(folder.files())
          .hasSize(PROCESSES * ROUNDS)
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void backup_restore_verify_andPrune_doNotHurtEachOther() throws Exception {
    try (BackedUpFolder folder = BackedUpFolder.with(path, "Ann", "Bob")) {
      Set<SortedMap<String, String>> states = new HashSet<>();
      Backup first = folder.backUp();
      states.add(folder.all());
      folder.store.deleteAll(List.of("Bob"));
      folder.store.edit("Ann", Map.of("description", "changed"));
      Backup second = folder.backUp();
      states.add(folder.all());

      race(
          one -> {
            for (int i = 0; i < ROUNDS; i++) {
              Backup made = one.backups.create(BackupKind.MANUAL, BackupProgress.NONE);
              restoreIfThere(one, i % 2 == 0 ? first : second);
              restoreIfThere(one, made);
              PruneReport _ = one.backups.prune(new BackupPolicy(6, 0, 0), false);
              assertThat(one.all()).isIn(states);
            }
          });

      List<BackupEntry> left = folder.backups.list();
      assertThat(left).hasSizeGreaterThanOrEqualTo(6).hasOnlyElementsOfType(Backup.class);
      for (BackupEntry entry : left) {
        Verification verification = folder.backups.verify(entry.name(), BackupProgress.NONE);
        assertThat(verification.damage()).isEmpty();
        Restoration _ = folder.restore((Backup) entry);
        assertThat(folder.all()).isIn(states);
      }
      assertThat(folder.files()).allMatch(name -> name.endsWith(".zip"));
    }
  }

  private static void restoreIfThere(BackedUpFolder folder, Backup backup) throws IOException {
    try {
      Restoration _ =
          folder.backups.restore(backup.name(), Optional.empty(), false, BackupProgress.NONE);
    } catch (PersonaException e) {
      assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.NOT_FOUND); // pruned meanwhile
    }
  }
}
