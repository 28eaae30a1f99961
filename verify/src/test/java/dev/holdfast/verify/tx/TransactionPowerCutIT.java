package dev.holdfast.verify.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.tx.FileTree;
import dev.holdfast.verify.file.RemovedSync;
import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real power cuts while processes change a tree in transactions: after the restart the tree is what
 * one transaction made it, none older than the last that was reported, and nothing is left over.
 *
 * <p>{@code -Dholdfast.powercuts} sets ten times as many as for each disk here.
 */
@Timeout(300)
class TransactionPowerCutIT {

  /** Where the tree is. */
  enum Disk {
    EXT4 {
      @Override
      MountedDisk mountIn(Path parent) throws IOException {
        return MountedDisk.ext4(parent, 64);
      }
    },
    XFS {
      @Override
      MountedDisk mountIn(Path parent) throws IOException {
        return MountedDisk.xfs(parent);
      }
    };

    abstract MountedDisk mountIn(Path parent) throws IOException;
  }

  private static final int CUTS_TO_CONDEMN = 60;
  private static final int PROCESSES = 2;
  private static final int MAX_DELAY_NANOS = 30_000_000;

  private final int cuts = Math.max(1, Integer.getInteger("holdfast.powercuts", 60) / 10);
  private final long seed = Long.getLong("holdfast.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final List<String> violations = new ArrayList<>();
  private int reported;

  @TempDir Path parent;

  @ParameterizedTest
  @EnumSource(Disk.class)
  void transactions_thatWereReportedDone_surviveAPowerCut_andAreWhole(Disk kind) throws Exception {
    cutPower(kind, null, cuts);

    assertThat(violations).isEmpty();
    assertThat(reported).isGreaterThanOrEqualTo(cuts);
  }

  /** The same harness on our own code that syncs no directory. */
  @Test
  void transactions_withoutSyncsOfDirectories_areCondemned() throws Exception {
    cutPower(Disk.EXT4, RemovedSync.DIRECTORY.plantIn(parent), CUTS_TO_CONDEMN);

    System.out.printf("without syncs of directories: %s%n", violations);
    assertThat(violations).isNotEmpty();
  }

  /** Until something is wrong, at most {@code maxCuts} times. */
  private void cutPower(Disk kind, @Nullable Path classes, int maxCuts) throws Exception {
    System.out.printf("TransactionPowerCutIT, %s: -Dholdfast.seed=%d%n", kind, seed);
    try (MountedDisk disk = kind.mountIn(parent)) {
      Path root = Files.createDirectory(disk.root().resolve("tree"));
      TreeWorker.prepare(root);
      disk.restart(); // which writes it all to the disk
      for (int cut = 0; cut < maxCuts && violations.isEmpty(); cut++) {
        cutPowerOnce(disk, root, classes);
      }
    }
    System.out.printf("%d transactions reported%n", reported);
  }

  private void cutPowerOnce(MountedDisk disk, Path root, @Nullable Path classes) throws Exception {
    long before = TreeWorker.valueOf(root);
    List<ForkedJvm> workers = new ArrayList<>();
    long cutNanos;
    try {
      for (int i = 0; i < PROCESSES; i++) {
        ForkedJvm.Launch worker = ForkedJvm.of(TreeWorker.class);
        if (classes != null) {
          worker.classesFirst(classes);
        }
        workers.add(worker.arguments(parent.resolve("locks"), root).start());
      }
      for (ForkedJvm worker : workers) {
        String _ = worker.await("ready");
        worker.send("change-on " + random.nextLong());
      }
      for (ForkedJvm worker : workers) {
        String _ = worker.await("done"); // one transaction of each is reported
      }
      LockSupport.parkNanos(random.nextInt(MAX_DELAY_NANOS)); // somewhere inside their changes
      cutNanos = System.nanoTime();
      disk.cutPower();
    } finally {
      for (ForkedJvm worker : workers) {
        worker.kill();
      }
    }
    Set<Long> allowed = allowed(before, workers, cutNanos);
    workers.forEach(ForkedJvm::close);
    disk.restart();
    look(root, allowed);
  }

  /** The last value that was reported before the cut, and all that were under way. */
  private Set<Long> allowed(long before, List<ForkedJvm> workers, long cutNanos)
      throws InterruptedException {
    Set<Long> underWay = new HashSet<>();
    long last = before;
    long lastNanos = Long.MIN_VALUE;
    for (ForkedJvm worker : workers) {
      for (String line : worker.allOutput()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("try")) {
          underWay.add(Long.parseLong(words[1]));
        } else if (words[0].equals("done") && Long.parseLong(words[2]) < cutNanos) {
          underWay.remove(Long.parseLong(words[1]));
          reported++;
          if (Long.parseLong(words[2]) > lastNanos) {
            last = Long.parseLong(words[1]);
            lastNanos = Long.parseLong(words[2]);
          }
        }
      }
    }
    underWay.add(last);
    return underWay;
  }

  private void look(Path root, Set<Long> allowed) throws Exception {
    try (LockManager locks = LockManager.open(parent.resolve("locks"))) {
      FileTree _ = FileTree.open(root, locks);
      long value = TreeWorker.valueOf(root);
      if (!allowed.contains(value)) {
        violations.add("the tree is that of %d; it may be one of %s".formatted(value, allowed));
      }
      TransactionKillIT.assertNothingIsLeft(root);
    } catch (IOException | AssertionError | NumberFormatException e) {
      violations.add(e.toString());
    }
  }
}
