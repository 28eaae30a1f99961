package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F2: real power cuts. Threads of several processes create, replace, update and delete files on a
 * disk of their own, some files each for itself and some all together, and remember when each
 * change was reported done; at a random moment the disk loses its power. After the restart every
 * reported change must be there, nothing torn, and after a sweep no temporary file.
 *
 * <p>{@code -Dholdfast.powercuts} sets how many, over all disks and numbers of writers, and {@code
 * -Psoak} sets thousands; {@code -Dholdfast.seed} repeats the choices.
 */
class PowerCutIT {

  private static final int CUTS_TO_CONDEMN = 100;
  private static final int MAX_DELAY_NANOS = 30_000_000;

  private final int cuts = Integer.getInteger("holdfast.powercuts", 60) / 6;
  private final long seed = Long.getLong("holdfast.seed", ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());

  /** What is on the disk, by the last look at it. */
  private final Map<String, Long> versions = new TreeMap<>();

  private final List<String> violations = new ArrayList<>();
  private int done;
  private long changes;
  private int temporaries;

  @TempDir Path parent;

  @ParameterizedTest
  @CsvSource({"EXT4, 1, 1", "EXT4, 2, 2", "EXT4, 4, 4", "XFS, 1, 1", "XFS, 2, 2", "XFS, 4, 4"})
  void changes_thatWereReportedDone_surviveAPowerCut(Disk kind, int processes, int threads)
      throws Exception {
    cutPower(kind, WriterKind.HOLDFAST, null, processes, threads, cuts);

    assertThat(violations).isEmpty();
    assertThat(done).isEqualTo(cuts);
    assertThat(changes).isGreaterThanOrEqualTo((long) processes * cuts);
  }

  /** The same harness on our own code without one of its syncs. */
  @ParameterizedTest
  @CsvSource({"EXT4, CONTENT", "EXT4, DIRECTORY", "XFS, CONTENT", "XFS, DIRECTORY"})
  void changes_ofOurselvesWithoutASync_areCondemned(Disk kind, RemovedSync sync) throws Exception {
    cutPower(kind, WriterKind.HOLDFAST, sync.plantIn(parent), 1, 2, CUTS_TO_CONDEMN);

    System.out.printf("without the sync of %s: %s%n", sync, violations);
    assertThat(violations).isNotEmpty();
  }

  /** The same harness on {@link Files#write}. */
  @ParameterizedTest
  @EnumSource(names = {"EXT4", "XFS"})
  void changes_inPlace_areCondemned(Disk kind) throws Exception {
    cutPower(kind, WriterKind.IN_PLACE, null, 1, 1, CUTS_TO_CONDEMN);

    System.out.printf("in place: %s%n", violations);
    assertThat(violations).isNotEmpty();
  }

  /** Until something is wrong, at most {@code maxCuts} times. */
  private void cutPower(
      Disk kind, WriterKind writer, @Nullable Path classes, int processes, int threads, int maxCuts)
      throws Exception {
    System.out.printf(
        "%s, %s, %d processes of %d threads: -Dholdfast.seed=%d%n",
        kind, writer, processes, threads, seed);
    List<ForkedJvm> workers = new ArrayList<>();
    try (MountedDisk disk = kind.mountIn(parent)) {
      for (int i = 0; i < processes; i++) {
        ForkedJvm.Launch worker = ForkedJvm.of(PowerCutWorker.class);
        if (classes != null) {
          worker.classesFirst(classes);
        }
        workers.add(worker.arguments(parent.resolve("locks"), i).start());
      }
      for (ForkedJvm worker : workers) {
        worker.await("ready");
      }
      for (; done < maxCuts && violations.isEmpty(); done++) {
        cutPowerOnce(writer, workers, threads, disk);
      }
    } finally {
      workers.forEach(ForkedJvm::close);
    }
    System.out.printf(
        "%d cuts, %d changes reported, %d temporary files swept%n", done, changes, temporaries);
  }

  private void cutPowerOnce(
      WriterKind writer, List<ForkedJvm> workers, int threads, MountedDisk disk)
      throws IOException, InterruptedException {
    for (ForkedJvm worker : workers) {
      worker.send("%s %s %d %d".formatted(writer, disk.root(), random.nextLong(), threads));
    }
    for (ForkedJvm worker : workers) {
      worker.await("begun");
    }
    LockSupport.parkNanos(random.nextInt(MAX_DELAY_NANOS)); // somewhere inside their changes

    long cutNanos = System.nanoTime();
    disk.cutPower();

    List<WitnessedChange> witnessed = new ArrayList<>();
    for (ForkedJvm worker : workers) {
      for (String line = worker.await(""); !line.equals("over"); line = worker.await("")) {
        witnessed.add(WitnessedChange.parse(line).asKnownAt(cutNanos));
      }
    }
    changes += witnessed.stream().filter(WitnessedChange::isReported).count();
    PowerCutReferee referee = new PowerCutReferee(versions, witnessed);
    disk.restart();
    look(disk.root());
    violations.addAll(referee.judge(versions));
  }

  private void look(Path root) throws IOException {
    temporaries += files.sweep(root);
    versions.clear();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.startsWith(".")) {
          violations.add(name + " is left after the sweep");
        } else if (!name.equals("lost+found")) {
          try {
            versions.put(name, SelfChecking.versionOf(Files.readAllBytes(entry)));
          } catch (AssertionError e) {
            violations.add(name + " is " + e.getMessage());
          }
        }
      }
    }
  }
}
