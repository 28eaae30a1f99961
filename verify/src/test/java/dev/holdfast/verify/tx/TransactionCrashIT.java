package dev.holdfast.verify.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.tx.FileTree;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed before each single system call of a transaction: all of it is there or
 * nothing, and nothing else.
 */
@Timeout(300)
class TransactionCrashIT {

  /** Families of calls that do the same on different platforms. */
  private static final List<String> CALLS =
      List.of(
          "?mkdir,?mkdirat",
          "write,pwrite64",
          "fsync,fdatasync",
          "?rename,?renameat,?renameat2",
          "?unlink,?unlinkat",
          "?rmdir");

  private static final long BEFORE = 2;
  private static final long AFTER = 3; // odd: everything moves, too

  @TempDir Path parent;
  private Path root;
  private Path lockDirectory;
  private final Set<Long> states = new TreeSet<>();
  private final List<String> kills = new ArrayList<>();
  private int unfinished;

  @BeforeEach
  void prepare() throws IOException {
    Tracer.assumePossible();
    root = Files.createDirectory(parent.toRealPath().resolve("tree"));
    lockDirectory = parent.resolve("locks");
    TreeWorker.prepare(root);
  }

  @Test
  void kill_atEachSystemCall_leavesAllOrNothing() throws Exception {
    try (LockManager locks = LockManager.open(lockDirectory)) {
      FileTree tree = FileTree.open(root, locks);
      for (String calls : CALLS) {
        int n = 1;
        while (isKilledAt(calls, n)) {
          kills.add(calls + " " + n);
          unfinished += Files.exists(root.resolve(".holdfast-tree/commit")) ? 1 : 0;
          try (LockHandle _ = tree.acquire(LockRequest.exclusive("all files"))) {
            long found = TreeWorker.valueOf(root);
            assertThat(found).as("%s %d", calls, n).isIn(BEFORE, AFTER);
            states.add(found);
          }
          List<Path> _ = tree.sweep();
          TransactionKillIT.assertNothingIsLeft(root);
          n++;
        }
      }
    }
    System.out.printf("killed at %s; %d times something was unfinished%n", kills, unfinished);
    assertThat(states).containsExactly(BEFORE, AFTER);
    assertThat(kills.size()).isGreaterThan(20);
    assertThat(unfinished).isGreaterThan(5);
  }

  private boolean isKilledAt(String calls, int n) throws Exception {
    try (ForkedJvm process =
        ForkedJvm.of(TreeWorker.class).arguments(lockDirectory, root).start()) {
      String thread = process.await("ready ").substring("ready ".length());
      for (long warm : new long[] {1, 1, BEFORE}) { // so that only the work itself is left to trace
        process.send("change " + warm);
        assertThat(process.await("")).isEqualTo("done");
      }
      try (Tracer _ = Tracer.attach(thread, calls, "signal=SIGKILL:when=" + n)) {
        process.send("change " + AFTER);
        String outcome;
        try {
          outcome = process.await("");
        } catch (AssertionError e) {
          assertThat(process.awaitExit()).isEqualTo(128 + 9);
          return true;
        }
        assertThat(outcome).isEqualTo("done");
        return false;
      }
    }
  }
}
