package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupEntry;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.BackupProgress;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process is killed at random moments while it makes backups, prunes them, or makes automatic
 * ones before it overwrites personas: every backup that is listed is whole, those that it reported
 * are there unless they were to be pruned, and what it left over goes with the next one.
 *
 * <p>{@code -Dholdfast.backup.kills} sets how often each is killed.
 */
@Timeout(300)
class BackupCrashIT {

  private static final int MAX_DELAY_NANOS = 150_000_000;

  /** So large that a kill often hits the writing of a backup. */
  private static final int OTHERS = 60;

  @TempDir Path parent;
  private Path folder;
  private Path locks;

  @BeforeEach
  void prepare() throws IOException {
    folder = PersonaWorker.prepare(parent);
    locks = parent.resolve("locks");
    for (int i = 0; i < OTHERS; i++) {
      Files.writeString(folder.resolve("other-" + i + ".md"), Text.first("other", "x" + i).file());
    }
    for (String slug : PersonaWorker.SLUGS) {
      Files.writeString(folder.resolve(slug + ".md"), Text.first(slug, "before").file());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "prune", "overwrite"})
  void kill_atRandomMoments_leavesWholeBackupsOnly(String work) throws Exception {
    long seed = Long.getLong("holdfast.seed", new Random().nextLong());
    System.out.printf("BackupCrashIT: %s -Dholdfast.seed=%d%n", work, seed);
    Random random = new Random(seed);
    List<String> reported = new ArrayList<>();
    int left = 0;
    for (int kill = 0; kill < Integer.getInteger("holdfast.backup.kills", 4); kill++) {
      try (ForkedJvm victim =
          ForkedJvm.of(BackupWorker.class).arguments(locks, folder, "k" + kill).start()) {
        String _ = victim.await("ready");
        victim.send(work);
        String _ = victim.await("end");
        LockSupport.parkNanos(random.nextInt(MAX_DELAY_NANOS));
        victim.kill();
        reported.addAll(namesIn(victim.allOutput()));
      }
      left += leftovers().size();
      requireWhole(work, reported);
    }
    System.out.printf("%s: %d backups reported, %d left half%n", work, reported.size(), left);
  }

  private static List<String> namesIn(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith("end "))
        .map(line -> line.substring("end ".length()))
        .toList();
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(BackupManager.DEFAULT_DIRECTORY))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.endsWith(".zip"))
          .toList();
    }
  }

  private void requireWhole(String work, List<String> reported) throws IOException {
    try (FileLockManager manager = FileLockManager.open(locks);
        PersonaStore store = PersonaWorker.open(locks, folder, "judge")) {
      BackupManager backups = BackupWorker.backups(store, manager);
      List<BackupEntry> listed = backups.list();
      assertThat(listed)
          .allSatisfy(
              entry -> {
                assertThat(entry).isInstanceOf(Backup.class);
                assertThat(backups.verify(entry.name(), BackupProgress.NONE).damage()).isEmpty();
              });
      List<String> names = listed.stream().map(BackupEntry::name).toList();
      if (work.equals("prune")) {
        assertThat(names)
            .containsAll(reported.subList(Math.max(0, reported.size() - 1), reported.size()));
      } else {
        assertThat(names).containsAll(reported);
      }
      Backup next = backups.create(BackupKind.MANUAL, BackupProgress.NONE);
      reported.add(next.name());
      assertThat(leftovers()).isEmpty();
    }
  }
}
