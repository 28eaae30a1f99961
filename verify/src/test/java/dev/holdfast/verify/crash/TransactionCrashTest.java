package dev.holdfast.verify.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.CrashState;
import dev.holdfast.testkit.crash.Crashes;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every crash in every transaction of up to three entries, and in a change of one file after it,
 * leaves all or nothing of each; also if recovery crashes, twice.
 */
class TransactionCrashTest {

  /** What is done after the transaction. */
  private static final String LATER = "later ".repeat(120);

  private enum Mark {
    COMMITTED,
    WRITTEN
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyCrash_inEveryTransaction_leavesAllOrNothing(int length) throws Exception {
    long states = 0;
    long leftOut = 0;
    for (List<TreeStep> steps : TreeStep.transactions(length)) {
      CrashReport report =
          crashes(steps).duringRecovery(length == 1 ? 2 : 1).check(s -> allOrNothing(steps, s));
      System.out.println(steps + ": " + report);
      states += report.checked();
      leftOut += report.leftOut();
    }
    System.out.printf("%d entries: %d states, %d left out%n", length, states, leftOut);
  }

  static Crashes crashes(List<TreeStep> steps) throws Exception {
    try (LockManager locks = LockManager.inProcess()) {
      return CrashSimulator.of(PersistenceModel.strict())
          .startingWith(TreeStep::prepare)
          .run(
              (root, marks) -> {
                FileTree tree = FileTree.open(root, locks);
                try (FileTransaction change = tree.begin(List.of())) {
                  for (TreeStep each : steps) {
                    each.addTo(change, root);
                  }
                  change.commit();
                }
                marks.reached(Mark.COMMITTED);
                tree.files().write(root.resolve("a"), LATER.getBytes(UTF_8));
                marks.reached(Mark.WRITTEN);
              })
          .crashes()
          .recoveredBy(TransactionCrashTest::recover);
    }
  }

  /** By another process, for after a crash nobody is the same any more. */
  private static void recover(Path root) throws IOException, InterruptedException {
    String own = System.setProperty("dev.holdfast.jvm", "0123456789abcdef");
    try (LockManager locks = LockManager.inProcess()) {
      FileTree _ = FileTree.open(root, locks);
    } finally {
      if (own != null) {
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
    Path journal = state.root().resolve(".holdfast-tree");
    if (Files.exists(journal)) {
      try (Stream<Path> left = Files.list(journal)) {
        assertThat(left).isEmpty();
      }
    }
  }
}
