package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The harness of {@link TransactionCrashTest} must condemn transactions with each of their syncs
 * left out in turn: none is superfluous, and none would be missed unseen.
 *
 * <p>Where a rename changes two directories, the model takes the sync of either one for enough: it
 * must condemn them without both.
 */
class MissingSyncTransactionTest {

  private static final PersistenceModel MODEL =
      PersistenceModel.strict().withEntryOrder(EntryOrder.BY_NAME);

  static Stream<List<TreeStep>> transactions() {
    return Stream.of(
        List.of(TreeStep.PUT_A, TreeStep.DELETE_B),
        List.of(TreeStep.PUT_NEW, TreeStep.MOVE_A_TO_B, TreeStep.MOVE_B_TO_A),
        List.of(TreeStep.DELETE_B, TreeStep.MAKE_LINK, TreeStep.DIR_AT_B, TreeStep.FILL_B));
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void commit_withoutOneOfItsSyncs_isCondemned(List<TreeStep> steps) throws Exception {
    for (Call call : List.of(Call.FORCE_FILE, Call.FORCE_DIRECTORY)) {
      int made = made(call, steps);
      List<Integer> needed = condemned(made, left -> withoutInCommit(steps, call, left));
      System.out.printf("%s: condemned without %s %s of %d%n", steps, call, needed, made);
      assertThat(needed).hasSize(made);
    }
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void recovery_withoutOneOfItsSyncs_isCondemned(List<TreeStep> steps) throws Exception {
    int made = recoverySyncs(steps);
    List<Integer> needed = condemned(made, left -> withoutInRecovery(steps, left));
    System.out.printf("%s: recovery condemned without %s of %d%n", steps, needed, made);
    // The first one is for records that their writer had no time to sync: FailingTransactionTest.
    assertThat(needed).hasSize(made - 1).doesNotContain(1);
  }

  private interface Harness {
    boolean condemnsWithout(int... syncs) throws Exception;
  }

  private static List<Integer> condemned(int made, Harness harness) throws Exception {
    List<Integer> needed = new ArrayList<>();
    for (int nth = 1; nth <= made; nth++) {
      if (harness.condemnsWithout(nth)) {
        needed.add(nth);
      } else if (nth > 1 && !needed.contains(nth - 1) && harness.condemnsWithout(nth - 1, nth)) {
        needed.addAll(List.of(nth - 1, nth));
      }
    }
    return needed;
  }

  private static HostileFileSystem ignoring(Path disk, Call call, int... syncs) {
    HostileFileSystem hostile = HostileFileSystem.over(disk);
    for (int nth : syncs) {
      hostile.ignoring(call, nth);
    }
    return hostile;
  }

  private static boolean withoutInCommit(List<TreeStep> steps, Call call, int... syncs)
      throws Exception {
    return new TransactionRun(MODEL, steps)
        .recorded(disk -> ignoring(disk, call, syncs).root(), () -> {})
        .crashes()
        .recoveredBy(TransactionRun::recover)
        .duringRecovery(0)
        .firstViolation(state -> TransactionRun.allOrNothing(steps, state))
        .isPresent();
  }

  private static boolean withoutInRecovery(List<TreeStep> steps, int... syncs) throws Exception {
    return new TransactionRun(MODEL, steps)
        .recorded()
        .crashes()
        .recoveredBy(
            disk -> TransactionRun.recover(ignoring(disk, Call.FORCE_DIRECTORY, syncs).root()))
        .firstViolation(state -> TransactionRun.allOrNothing(steps, state))
        .isPresent();
  }

  private static int made(Call call, List<TreeStep> steps) throws Exception {
    List<HostileFileSystem> disks = new ArrayList<>();
    List<Integer> made = new ArrayList<>();
    new TransactionRun(MODEL, steps)
        .recorded(
            disk -> {
              disks.add(HostileFileSystem.over(disk));
              return disks.getFirst().root();
            },
            () -> made.add(disks.getFirst().count(call)));
    return made.getFirst();
  }

  /** The most that a recovery after a crash makes. */
  private static int recoverySyncs(List<TreeStep> steps) throws Exception {
    int[] most = {0};
    new TransactionRun(MODEL, steps)
        .recorded()
        .crashes()
        .recoveredBy(
            real -> {
              HostileFileSystem disk = HostileFileSystem.over(real);
              TransactionRun.recover(disk.root());
              most[0] = Math.max(most[0], disk.count(Call.FORCE_DIRECTORY));
            })
        .duringRecovery(0)
        .check(state -> {});
    return most[0];
  }
}
