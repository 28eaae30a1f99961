package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every crash in every transaction of up to three entries, and in a change of one file after it,
 * leaves all or nothing of each; also if recovery crashes, twice.
 */
class TransactionCrashTest {

  @ParameterizedTest
  @CsvSource({"BY_NAME, 1", "BY_NAME, 2", "BY_NAME, 3", "BY_DIRECTORY, 2"})
  void everyCrash_inEveryTransaction_leavesAllOrNothing(EntryOrder order, int length)
      throws Exception {
    PersistenceModel model = PersistenceModel.strict().withEntryOrder(order);
    long states = 0;
    for (List<TreeStep> steps : TreeStep.transactions(length)) {
      CrashReport report =
          new TransactionRun(model, steps)
              .recorded()
              .crashes()
              .recoveredBy(TransactionRun::recover)
              .duringRecovery(2)
              .check(state -> TransactionRun.allOrNothing(steps, state));
      assertThat(report.leftOut()).isZero();
      states += report.checked();
    }
    System.out.printf("%s, %d entries: %d states%n", order, length, states);
  }
}
