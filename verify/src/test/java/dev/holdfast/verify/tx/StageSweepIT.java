package dev.holdfast.verify.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep removes what a dead process staged, and nothing of a living one. */
class StageSweepIT {

  private static final int TRANSACTIONS = 1_000;

  @TempDir Path parent;
  private Path root;
  private Path lockDirectory;

  @BeforeEach
  void prepare() throws IOException {
    root = Files.createDirectory(parent.toRealPath().resolve("tree"));
    lockDirectory = parent.resolve("locks");
  }

  private ForkedJvm withAStage() throws IOException, InterruptedException {
    ForkedJvm process = ForkedJvm.of(TreeWorker.class).arguments(lockDirectory, root).start();
    String _ = process.await("ready");
    process.send("stage");
    assertThat(process.await("")).isEqualTo("done");
    return process;
  }

  @Test
  void sweep_ofALivingWritersStage_leavesIt() throws Exception {
    try (LockManager locks = LockManager.open(lockDirectory);
        ForkedJvm writer = withAStage()) {
      FileTree tree = FileTree.open(root, locks);
      assertThat(tree.sweep()).isEmpty();
      writer.send("commit");
      assertThat(writer.await("")).isEqualTo("done");
      assertThat(root.resolve("staged")).hasContent("staged");
      TransactionKillIT.assertNothingIsLeft(root);
    }
  }

  @Test
  void sweep_ofADeadWritersStage_removesIt() throws Exception {
    try (LockManager locks = LockManager.open(lockDirectory)) {
      FileTree tree = FileTree.open(root, locks);
      try (ForkedJvm writer = withAStage()) {
        writer.kill();
      }
      assertThat(tree.sweep()).hasSize(1);
      assertThat(tree.sweep()).isEmpty();
      assertThat(root.resolve("staged")).doesNotExist();
      TransactionKillIT.assertNothingIsLeft(root);
    }
  }

  @Test
  void sweep_whileAnotherProcessEndsTransactions_disturbsNobody() throws Exception {
    try (LockManager locks = LockManager.open(lockDirectory);
        ForkedJvm writer = ForkedJvm.of(TreeWorker.class).arguments(lockDirectory, root).start()) {
      String _ = writer.await("ready");
      writer.send("begin-often " + TRANSACTIONS);
      FileTree tree = FileTree.open(root, locks);
      while (!Files.exists(root.resolve("ended"))) {
        List<Path> _ = tree.sweep();
      }
      assertThat(writer.await("")).isEqualTo("done");
      TransactionKillIT.assertNothingIsLeft(root);
    }
  }
}
