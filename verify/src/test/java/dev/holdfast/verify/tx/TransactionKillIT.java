package dev.holdfast.verify.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that change a tree, singly and in transactions, are killed at random moments, while
 * others read it: nobody ever sees half a transaction, nothing that was acknowledged is lost, and
 * nothing is left over.
 */
@Timeout(300)
class TransactionKillIT {

  private static final int KILLS = 15;
  private static final int CHANGERS = 3;

  @TempDir Path parent;
  private Path root;
  private Path lockDirectory;

  @BeforeEach
  void prepare() throws IOException {
    root = Files.createDirectory(parent.toRealPath().resolve("tree"));
    lockDirectory = parent.resolve("locks");
    TreeWorker.prepare(root);
  }

  private ForkedJvm start(String order) throws IOException, InterruptedException {
    ForkedJvm process = ForkedJvm.of(TreeWorker.class).arguments(lockDirectory, root).start();
    String _ = process.await("ready");
    process.send(order);
    return process;
  }

  @Test
  void kill_atRandomMoments_leavesAllOrNothing() throws Exception {
    long seed = Long.getLong("holdfast.seed", new Random().nextLong());
    System.out.println("TransactionKillIT: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    List<ForkedJvm> changers = new ArrayList<>();
    try (LockManager locks = LockManager.open(lockDirectory);
        ForkedJvm reader = start("read-on");
        ForkedJvm writer = start("write-on w")) {
      FileTree tree = FileTree.open(root, locks);
      for (int i = 0; i < CHANGERS; i++) {
        changers.add(start("change-on " + random.nextLong()));
      }
      int finished = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        ForkedJvm victim = changers.get(kill % CHANGERS);
        String _ = victim.await("try");
        LockSupport.parkNanos(random.nextLong(20_000_000));
        victim.kill();
        finished += Files.exists(root.resolve(".holdfast-tree/commit")) ? 1 : 0;
        try (LockHandle _ = tree.acquire(LockRequest.exclusive("all files"))) {
          assertThat(TreeWorker.valueOf(root)).as("kill %d", kill).isNotNegative();
        }
        assertThat(victim.remainingOutput()).noneMatch(line -> line.startsWith("error"));
        changers.set(kill % CHANGERS, start("change-on " + random.nextLong()));
      }
      System.out.printf("%d kills, %d of them while a record was there%n", KILLS, finished);
      for (ForkedJvm each : changers) {
        each.kill();
        assertThat(each.remainingOutput()).noneMatch(line -> line.startsWith("error"));
      }
      writer.kill();
      reader.kill();
      List<String> reads = reader.remainingOutput();
      List<String> writes = writer.remainingOutput();
      assertThat(reads).isNotEmpty().noneMatch(line -> line.startsWith("error"));
      assertThat(writes).isNotEmpty().noneMatch(line -> line.startsWith("error"));
      long written = Long.parseLong(writes.getLast().substring("wrote ".length()));
      assertThat(Long.parseLong(Files.readString(root.resolve("own-w"))))
          .isBetween(written, written + 1);
      System.out.printf("%d reads, %d single writes meanwhile%n", reads.size(), written);

      FileTree _ = FileTree.open(root, locks);
      assertThat(TreeWorker.valueOf(root)).isNotNegative();
      assertNothingIsLeft(root);
    } finally {
      changers.forEach(ForkedJvm::close);
    }
  }

  static void assertNothingIsLeft(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      assertThat(all.map(path -> root.relativize(path).toString()))
          .noneMatch(name -> name.startsWith(".holdfast-tree/") || name.endsWith(".tmp"));
    }
  }
}
