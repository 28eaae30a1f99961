package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every crash in every transaction of up to three entries, and in a change of one file after it,
 * leaves all or nothing of each; also if recovery crashes.
 *
 * <p>{@code -Dholdfast.recovery.crashes} sets how often in a row it crashes.
 */
class TransactionCrashTest {

  private static final int RECOVERY_CRASHES = Integer.getInteger("holdfast.recovery.crashes", 1);

  @ParameterizedTest
  @CsvSource({"BY_NAME, 1", "BY_NAME, 2", "BY_NAME, 3", "BY_DIRECTORY, 2"})
  void everyCrash_inEveryTransaction_leavesAllOrNothing(EntryOrder order, int length)
      throws Exception {
    long states = 0;
    for (List<TreeStep> steps : TreeStep.transactions(length)) {
      states += statesOf(steps, order);
    }
    System.out.printf("%s, %d entries: %d states%n", order, length, states);
  }

  static Stream<List<TreeStep>> creations() {
    return TreeStep.creations();
  }

  @ParameterizedTest
  @MethodSource("creations")
  void everyCrash_whereThingsAreCreatedAndReplaced_leavesAllOrNothing(List<TreeStep> steps)
      throws Exception {
    System.out.printf("%s: %d states%n", steps, statesOf(steps, EntryOrder.BY_NAME));
  }

  private static long statesOf(List<TreeStep> steps, EntryOrder order) throws Exception {
    CrashReport report =
        new TransactionRun(PersistenceModel.strict().withEntryOrder(order), steps)
            .recorded()
            .crashes()
            .recoveredBy(TransactionRun::recover)
            .duringRecovery(RECOVERY_CRASHES)
            .atMost(20_000)
            .check(state -> TransactionRun.allOrNothing(steps, state));
    assertThat(report.leftOut()).isZero();
    return report.checked();
  }
}
