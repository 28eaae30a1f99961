package dev.holdfast.verify.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.CrashState;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.Marks;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.testkit.crash.Recording;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each call to the file system fails in turn, as if the process died there. Another one goes on
 * with the tree, and then the power fails: what either of them was told holds.
 */
class FailingTransactionTest {

  private static final PersistenceModel MODEL =
      PersistenceModel.strict().withEntryOrder(EntryOrder.BY_NAME);

  /** The commit failed. */
  record Failed(Outcome outcome) {}

  /** Another process went on and found this. */
  record Found(Map<String, String> contents) {}

  /** The other process wrote a file. */
  record Written() {}

  static Stream<List<TreeStep>> transactions() {
    return MissingSyncTransactionTest.transactions()
        .limit(2); // RestoreCrashTest has the third kind
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void commit_whoseNthCallFails_isAllOrNothing_alsoAfterAPowerCut(List<TreeStep> steps)
      throws Exception {
    int failures = 0;
    long states = 0;
    for (Call call : Call.values()) {
      boolean more = true;
      for (int nth = 1; more; nth++) {
        Optional<CrashReport> report = failingAt(steps, call, nth, false);
        more = report.isPresent();
        failures += more ? 1 : 0;
        states += report.map(CrashReport::checked).orElse(0L);
        assertThat(report.map(CrashReport::leftOut).orElse(0L)).isZero();
      }
    }
    System.out.printf("%s: %d failures, %d states%n", steps, failures, states);
    assertThat(failures).isGreaterThan(20);
  }

  /** Without its first sync, recovery could put into place what a power cut then forgets. */
  @Test
  void recovery_withoutTheSyncOfTheRecord_isCondemned() throws Exception {
    List<TreeStep> steps = List.of(TreeStep.PUT_A, TreeStep.DELETE_B);
    int placed = 4; // the sync after the record was put into place
    assertThat(failingAt(steps, Call.FORCE_DIRECTORY, placed, false)).isPresent();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failingAt(steps, Call.FORCE_DIRECTORY, placed, true));
  }

  /** Who looks without a lock, also between two steps of a commit, finds one of the two. */
  @Test
  void whatGoesWhileAnotherComes_isThereUntilThatIs(@TempDir Path parent) throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Call call : Call.values()) {
      boolean more = true;
      for (int nth = 1; more; nth++) {
        Path root = Files.createDirectory(parent.toRealPath().resolve(call + "-" + nth));
        TreeStep.prepare(root);
        try (LockManager locks = LockManager.inProcess()) {
          HostileFileSystem disk = HostileFileSystem.over(root);
          FileTree tree = FileTree.open(disk.root(), locks);
          disk.failing(call, nth, "Input/output error");
          more = !commits(tree, List.of(TreeStep.PUT_NEW, TreeStep.DELETE_B));
        }
        Set<String> there = new TreeSet<>(TreeStep.contents(root).keySet());
        there.retainAll(Set.of("b", "new/deep/n"));
        assertThat(there).as("call %d of %s failed", nth, call).isNotEmpty();
        seen.add(there.toString());
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("[b]", "[b, new/deep/n]", "[new/deep/n]");
  }

  private static boolean commits(FileTree tree, List<TreeStep> steps) throws InterruptedException {
    try {
      TransactionRun.commit(tree, steps);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Empty if there is no such call. */
  private static Optional<CrashReport> failingAt(
      List<TreeStep> steps, Call call, int nth, boolean forgetful) throws Exception {
    boolean[] failed = {false};
    Recording recording =
        CrashSimulator.of(MODEL)
            .startingWith(TreeStep::prepare)
            .run((root, marks) -> failed[0] = run(steps, root, marks, call, nth, forgetful));
    return failed[0]
        ? Optional.of(
            recording
                .crashes()
                .recoveredBy(TransactionRun::recover)
                .duringRecovery(0)
                .atMost(10_000)
                .check(state -> check(steps, state)))
        : Optional.empty();
  }

  private static boolean run(
      List<TreeStep> steps, Path root, Marks marks, Call call, int nth, boolean forgetful)
      throws IOException, InterruptedException {
    boolean failed = false;
    try (LockManager locks = LockManager.inProcess()) {
      HostileFileSystem disk = HostileFileSystem.over(root);
      FileTree tree = FileTree.open(disk.root(), locks);
      disk.failing(call, nth, "Input/output error");
      try {
        TransactionRun.commit(tree, steps);
      } catch (FileCommitException e) {
        marks.reached(new Failed(e.outcome()));
        failed = true;
      } catch (IOException e) {
        marks.reached(new Failed(Outcome.NOT_COMMITTED)); // it could not even begin
        failed = true;
      }
    }
    if (failed) {
      HostileFileSystem disk = HostileFileSystem.over(root);
      if (forgetful) {
        disk.ignoring(Call.FORCE_DIRECTORY, 1);
      }
      TransactionRun.recover(disk.root());
      marks.reached(new Found(TreeStep.contents(root)));
      try (LockManager locks = LockManager.inProcess()) {
        FileTree tree = FileTree.open(root, locks);
        tree.files().write(root.resolve("a"), TransactionRun.LATER.getBytes(UTF_8));
      }
      marks.reached(new Written());
    }
    return failed;
  }

  private static void check(List<TreeStep> steps, CrashState state) throws IOException {
    Map<String, String> found = TreeStep.contents(state.root());
    Map<String, String> after = TreeStep.after(steps);
    Optional<Failed> failed = state.lastMark(Failed.class);
    Optional<Found> decided = state.lastMark(Found.class);
    if (decided.isPresent()) {
      Map<String, String> contents = new TreeMap<>(decided.get().contents());
      contents.keySet().removeIf(name -> name.startsWith(".holdfast"));
      Map<String, String> later = new TreeMap<>(contents);
      later.put("a", TransactionRun.LATER);
      if (state.reached(new Written())) {
        assertThat(found).isEqualTo(later);
      } else {
        assertThat(found).isIn(contents, later);
      }
      assertThat(contents).isIn(TreeStep.BEFORE, after);
    } else {
      assertThat(found).isIn(TreeStep.BEFORE, after);
    }
    if (failed.isPresent() && failed.get().outcome() != Outcome.UNKNOWN) {
      boolean committed = failed.get().outcome() == Outcome.COMMITTED;
      Map<String, String> told = committed ? after : TreeStep.BEFORE;
      if (decided.isPresent()) {
        found = new TreeMap<>(decided.get().contents());
        found.keySet().removeIf(name -> name.startsWith(".holdfast"));
      }
      assertThat(found).as("%s", failed.get()).isEqualTo(told);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 512, 700, 1200, 1399, 1400, 1500})
  void put_onAFullDisk_changesNothing_andLeavesNothing(long free, @TempDir Path parent)
      throws Exception {
    Path root = parent.toRealPath();
    TreeStep.prepare(root);
    try (LockManager locks = LockManager.inProcess()) {
      FileTree tree = FileTree.open(HostileFileSystem.over(root).fullAfter(free).root(), locks);
      assertThatExceptionOfType(FileCommitException.class)
          .isThrownBy(
              () -> {
                try (FileTransaction change = tree.begin(List.of())) {
                  change.put(tree.root().resolve("a"), Content.text("A".repeat(700)));
                  change.put(tree.root().resolve("b"), Content.text("B".repeat(700)));
                  change.commit();
                }
              })
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED))
          .withMessageContaining("No space left on device");
    }
    assertThat(TreeStep.contents(root)).isEqualTo(TreeStep.BEFORE);
    TransactionRun.assertClean(root);
  }
}
