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
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
 * A call to the file system fails, as if the process died there. Another one goes on with the tree,
 * and then the power fails: what either of them was told holds.
 *
 * <p>Two things are a seeded choice: which calls of a transaction fail, and which states the power
 * cut leaves where there are many. {@link TransactionCrashTest} tries all states of transactions of
 * which nothing fails.
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

  /**
   * Of the calls of each transaction so many are made to fail, of each kind of call at least one.
   */
  private static final int FAILURES = 14;

  /** Of the states that the power cut may leave at a moment so many are tried. */
  private static final int STATES = Integer.getInteger("holdfast.states", 20);

  private final long seed = Long.getLong("holdfast.seed", System.nanoTime());

  /** A call in a transaction. */
  private record Made(Call call, int nth) {}

  static Stream<List<TreeStep>> transactions() {
    return Stream.of(
        List.of(TreeStep.PUT_A, TreeStep.DELETE_B),
        List.of(TreeStep.PUT_NEW, TreeStep.MOVE_A_TO_B, TreeStep.MOVE_B_TO_A),
        List.of(TreeStep.CREATE_FRESH, TreeStep.PUT_B_IF, TreeStep.DELETE_A_IF),
        List.of(TreeStep.MAKE_LINK, TreeStep.MAKE_DIR, TreeStep.MAKE_INNER, TreeStep.FILL_MADE),
        List.of(TreeStep.DELETE_B, TreeStep.DELETE_DIR, TreeStep.PUT_B, TreeStep.LINK_AT_DIR),
        List.of(TreeStep.DELETE_B, TreeStep.DIR_AT_B, TreeStep.FILL_B));
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void commit_whoseNthCallFails_isAllOrNothing_alsoAfterAPowerCut(List<TreeStep> steps)
      throws Exception {
    List<Made> calls = calls(steps);
    List<Made> chosen = choice(calls);
    int failures = 0;
    long states = 0;
    for (Made each : chosen) {
      Optional<CrashReport> report = failingAt(steps, each.call(), each.nth(), false, STATES);
      failures += report.isPresent() ? 1 : 0;
      states += report.map(CrashReport::checked).orElse(0L);
    }
    System.out.printf(
        "%s: %d failures by %d of %d calls, %d states, -Dholdfast.seed=%d%n",
        steps, failures, chosen.size(), calls.size(), states, seed);
    assertThat(failures).isGreaterThan(FAILURES / 2);
  }

  /** All calls of a transaction that nothing happens to. */
  private static List<Made> calls(List<TreeStep> steps) throws Exception {
    List<Made> calls = new ArrayList<>();
    CrashSimulator.of(MODEL)
        .startingWith(TreeStep::prepare)
        .run(
            (root, marks) -> {
              try (LockManager locks = LockManager.inProcess()) {
                HostileFileSystem disk = HostileFileSystem.over(root);
                FileTree tree = FileTree.open(disk.root(), locks);
                Map<Call, Integer> before = new EnumMap<>(Call.class);
                for (Call call : Call.values()) {
                  before.put(call, disk.count(call));
                }
                TransactionRun.commit(tree, steps);
                before.forEach(
                    (call, count) -> {
                      for (int nth = 1; nth <= disk.count(call) - count; nth++) {
                        calls.add(new Made(call, nth));
                      }
                    });
              }
            });
    return calls;
  }

  private List<Made> choice(List<Made> calls) {
    List<Made> rest = new ArrayList<>(calls);
    Collections.shuffle(rest, new Random(seed));
    Map<Call, Made> oneOfEach = new EnumMap<>(Call.class);
    rest.forEach(each -> oneOfEach.putIfAbsent(each.call(), each));
    rest.removeAll(oneOfEach.values());
    return Stream.concat(oneOfEach.values().stream(), rest.stream()).limit(FAILURES).toList();
  }

  /** Without its first sync, recovery could put into place what a power cut then forgets. */
  @Test
  void recovery_withoutTheSyncOfTheRecord_isCondemned() throws Exception {
    List<TreeStep> steps = List.of(TreeStep.PUT_A, TreeStep.DELETE_B);
    int placed = 4; // the sync after the record was put into place
    assertThat(failingAt(steps, Call.FORCE_DIRECTORY, placed, false, 10_000)).isPresent();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> failingAt(steps, Call.FORCE_DIRECTORY, placed, true, 10_000));
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

  /** Empty if the commit succeeded in spite of it. */
  private Optional<CrashReport> failingAt(
      List<TreeStep> steps, Call call, int nth, boolean forgetful, int states) throws Exception {
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
                .atMost(states)
                .seededBy(seed)
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
    if (!failed) {
      Map<String, String> found = TreeStep.contents(root);
      found.keySet().removeIf(name -> name.startsWith(".holdfast"));
      assertThat(found).isEqualTo(TreeStep.after(steps));
    } else {
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
