package dev.holdfast.personas.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport;
import dev.holdfast.personas.archive.Archive;
import dev.holdfast.personas.archive.BackupKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups while sixteen writers work, each of whom changes two personas together, in one import.
 * More rounds: {@code -Dholdfast.rounds=N}.
 */
@Timeout(600)
class BackupDuringWritesTest {

  private static final int WRITERS = 16;
  private static final int ROUNDS = Integer.getInteger("holdfast.rounds", 50);

  /** So many writes end while a backup is made, at least. */
  private static final int WRITES_MEANWHILE = 3;

  /** So many rounds are restored, too. */
  private static final int RESTORED = 5;

  @TempDir Path path;
  @TempDir Path other;

  /** When a number was written: it stood there at some instant before {@code ended}. */
  private record Written(long begun, long ended) {}

  /** Writes the numbers 0, 1, 2, … into its two personas, and notes when. */
  private static final class Writer implements Callable<Void> {

    private final BackedUpFolder folder;
    private final int id;
    private final AtomicBoolean enough;
    private final Semaphore finished;
    private final List<Written> written = new CopyOnWriteArrayList<>();

    Writer(BackedUpFolder folder, int id, AtomicBoolean enough, Semaphore finished) {
      this.folder = folder;
      this.id = id;
      this.enough = enough;
      this.finished = finished;
    }

    List<String> fileNames() {
      return List.of("left-%d.md".formatted(id), "right-%d.md".formatted(id));
    }

    private Map<String, String> texts(int number) {
      Map<String, String> texts = new TreeMap<>();
      for (String fileName : fileNames()) {
        String name = fileName.substring(0, fileName.length() - 3).replace('-', ' ');
        texts.put(fileName, "---\nname: %s\ndescription: Test\n---\n%d\n".formatted(name, number));
      }
      return texts;
    }

    @Override
    public Void call() throws IOException {
      for (int number = 0; number == 0 || !enough.get(); number++) {
        long begun = System.nanoTime();
        ImportReport _ =
            folder.store.importAll(
                BackedUpFolder.source(texts(number)),
                new ImportOptions(OnConflict.OVERWRITE, false));
        written.add(new Written(begun, System.nanoTime()));
        finished.release();
      }
      return null;
    }

    boolean hasBegun() {
      return !written.isEmpty();
    }

    /** The number in both of its personas; they are byte for byte what was written. */
    int numberIn(SortedMap<String, String> personas) {
      String left = String.valueOf(personas.get(fileNames().getFirst()));
      int number = Integer.parseInt(left.substring(left.indexOf("---\n", 4) + 4).strip());
      assertThat(personas)
          .as("what writer %d wrote together", id)
          .containsAllEntriesOf(texts(number));
      return number;
    }

    long begunOf(int number) {
      // The last number may be there already and not be noted yet.
      return number < written.size() ? written.get(number).begun() : written.getLast().ended();
    }

    /** When the next number stood there at the latest. */
    long overBy(int number) {
      return number + 1 < written.size() ? written.get(number + 1).ended() : Long.MAX_VALUE;
    }
  }

  @Test
  void eachBackup_equalsAStateThatExisted() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Semaphore finished = new Semaphore(0);
    try (BackedUpFolder folder = BackedUpFolder.with(path);
        BackedUpFolder copy = BackedUpFolder.with(other);
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
      // The copy restores what the folder backs up.
      BackupManager restoring =
          BackupManager.of(copy.store, folder.directory, folder.locks, folder.clock);
      List<Writer> writers = new ArrayList<>();
      List<Future<Void>> working = new ArrayList<>();
      List<Round> rounds = new ArrayList<>();
      try {
        for (int i = 0; i < WRITERS; i++) {
          Writer writer = new Writer(folder, i, enough, finished);
          writers.add(writer);
          working.add(pool.submit(writer));
        }
        for (Writer writer : writers) {
          await().until(writer::hasBegun);
        }
        for (int i = 0; i < ROUNDS; i++) {
          rounds.add(round(folder, finished));
        }
      } finally {
        enough.set(true);
        for (Future<Void> each : working) {
          Void _ = each.get();
        }
      }
      rounds.forEach(round -> requireExisted(round, writers));
      assertThat(rounds.getFirst().personas()).isNotEqualTo(rounds.getLast().personas());
      for (int i = 0; i < ROUNDS; i += Math.max(1, ROUNDS / RESTORED)) {
        Round round = rounds.get(i);
        Restoration _ =
            restoring.restore(round.backup().name(), Optional.empty(), false, BackupProgress.NONE);
        assertThat(copy.all()).isEqualTo(round.personas());
      }
      Restoration _ = folder.restore(rounds.getFirst().backup());
      assertThat(folder.all()).isEqualTo(rounds.getFirst().personas());
    }
  }

  /** A backup, when it was made, and what is in it. */
  private record Round(Backup backup, long begun, long ended, SortedMap<String, String> personas) {}

  /** In the middle of it, when one of each two has been read, the backup waits for writers. */
  private static Round round(BackedUpFolder folder, Semaphore finished) throws IOException {
    long begun = System.nanoTime();
    Backup backup =
        folder.backups.create(
            BackupKind.MANUAL,
            (step, done, total) -> {
              if (done == WRITERS) {
                int _ = finished.drainPermits();
                finished.acquireUninterruptibly(WRITES_MEANWHILE);
              }
            });
    long ended = System.nanoTime();
    assertThat(folder.verify(backup).damage()).isEmpty();
    try (Archive archive = Archive.open(folder.directory.resolve(backup.name()))) {
      return new Round(backup, begun, ended, BackedUpFolder.read(archive::read));
    }
  }

  /** Is there an instant during the backup at which all these numbers may have stood there? */
  private static void requireExisted(Round round, List<Writer> writers) {
    assertThat(round.personas()).hasSize(2 * WRITERS);
    long from = round.begun();
    long to = round.ended();
    for (Writer writer : writers) {
      int number = writer.numberIn(round.personas());
      from = Math.max(from, writer.begunOf(number));
      to = Math.min(to, writer.overBy(number));
    }
    assertThat(from).as("%s is of one instant", round.backup().name()).isLessThanOrEqualTo(to);
  }
}
