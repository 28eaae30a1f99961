package dev.holdfast.verify.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.CrashState;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.testkit.crash.Recording;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A transaction in a tree, and a change of one file after it. */
final class TransactionRun {

  /** What the file {@code a} has at last. */
  static final String LATER = "later ".repeat(120);

  private enum Mark {
    COMMITTED,
    WRITTEN
  }

  private final PersistenceModel model;
  private final List<TreeStep> steps;

  TransactionRun(PersistenceModel model, List<TreeStep> steps) {
    this.model = model;
    this.steps = steps;
  }

  Recording recorded() throws Exception {
    return recorded(disk -> disk, () -> {});
  }

  /**
   * What is done to a disk.
   *
   * @param disk what the tree sees of it
   * @param committed is told when the transaction has been committed
   */
  Recording recorded(UnaryOperator<Path> disk, Runnable committed) throws Exception {
    try (LockManager locks = LockManager.inProcess()) {
      return CrashSimulator.of(model)
          .startingWith(TreeStep::prepare)
          .run(
              (real, marks) -> {
                Path root = disk.apply(real);
                FileTree tree = FileTree.open(root, locks);
                commit(tree, steps);
                committed.run();
                marks.reached(Mark.COMMITTED);
                tree.files().write(root.resolve("a"), LATER.getBytes(UTF_8));
                marks.reached(Mark.WRITTEN);
              });
    }
  }

  static void commit(FileTree tree, List<TreeStep> steps) throws IOException, InterruptedException {
    try (FileTransaction change = tree.begin(List.of())) {
      for (TreeStep each : steps) {
        each.addTo(change, tree.root());
      }
      change.commit();
    }
  }

  /** By another process, for after a crash nobody is the same any more. */
  static void recover(Path root) throws IOException, InterruptedException {
    String own = System.setProperty("dev.holdfast.jvm", "0123456789abcdef");
    try (LockManager locks = LockManager.inProcess()) {
      FileTree _ = FileTree.open(root, locks);
    } finally {
      if (own == null) {
        System.clearProperty("dev.holdfast.jvm");
      } else {
        System.setProperty("dev.holdfast.jvm", own);
      }
    }
  }

  static void allOrNothing(List<TreeStep> steps, CrashState state) throws IOException {
    Map<String, String> found = TreeStep.contents(state.root());
    Map<String, String> after = TreeStep.after(steps);
    Map<String, String> later = new TreeMap<>(after);
    later.put("a", LATER);
    if (state.reached(Mark.WRITTEN)) {
      assertThat(found).isEqualTo(later);
    } else if (state.reached(Mark.COMMITTED)) {
      assertThat(found).isIn(after, later);
    } else {
      assertThat(found).isIn(TreeStep.BEFORE, after);
    }
    assertClean(state.root());
  }

  /** Nothing is left of the transaction. */
  static void assertClean(Path root) throws IOException {
    Path journal = root.resolve(".holdfast-tree");
    if (Files.exists(journal)) {
      try (Stream<Path> left = Files.list(journal)) {
        assertThat(left).isEmpty();
      }
    }
  }
}
