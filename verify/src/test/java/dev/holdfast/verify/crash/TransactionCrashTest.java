package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every crash in a transaction of up to three entries, and in a change of one file after it, leaves
 * all or nothing of each; also if recovery crashes.
 *
 * <p>Every transaction of one and of two entries is tried. Of those of three entries, and of two in
 * the other order of directories, it is a seeded sample, and all with {@code
 * -Dholdfast.transactions=all}. {@code -Dholdfast.recovery.crashes} sets how often in a row
 * recovery crashes.
 */
class TransactionCrashTest {

  private static final boolean ALL = System.getProperty("holdfast.transactions", "").equals("all");
  private static final int RECOVERY_CRASHES = Integer.getInteger("holdfast.recovery.crashes", 1);

  private final long seed = Long.getLong("holdfast.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource({"BY_NAME, 1, 1", "BY_NAME, 2, 1", "BY_NAME, 3, 5", "BY_DIRECTORY, 2, 5"})
  void everyCrash_inATransaction_leavesAllOrNothing(EntryOrder order, int length, int oneOf)
      throws Exception {
    List<List<TreeStep>> all = TreeStep.transactions(length);
    List<List<TreeStep>> tried = ALL ? all : sample(all, oneOf);
    long states = 0;
    for (List<TreeStep> steps : tried) {
      states += statesOf(steps, order);
    }
    System.out.printf(
        "%s, %d entries: %d of %d transactions, %d states, -Dholdfast.seed=%d%n",
        order, length, tried.size(), all.size(), states, seed);
  }

  private List<List<TreeStep>> sample(List<List<TreeStep>> all, int oneOf) {
    List<List<TreeStep>> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, Math.ceilDiv(all.size(), oneOf));
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
