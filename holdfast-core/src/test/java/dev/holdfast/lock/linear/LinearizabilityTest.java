package dev.holdfast.lock.linear;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L1 and L3 in a process, over schedules that Lincheck chooses one by one: exclusion, results that
 * fit some order of the operations, no trace of those who gave up. Each check is also shown locks
 * that are broken on purpose, and must find the fault.
 *
 * <p>In these schedules a thread that parks may return at any time, as the platform allows, and
 * time stands still. So a wake-up that is lost does not show here, but to the referee over
 * processes.
 */
class LinearizabilityTest {

  /** Scenarios for a lock that should pass. */
  private static final int SOME = 4;

  /** For one that should not: the first that shows the fault ends the search. */
  private static final int MANY = 100;

  @ParameterizedTest
  @ValueSource(classes = {Trying.OfReal.class, Trying.OfSound.class})
  void attempts_fitSomeOrder(Class<?> operations) {
    trying(SOME).check(operations);
  }

  @Test
  void attempts_onALockThatLooksAndTakesInTwoSteps_areCondemned() {
    assertThatThrownBy(() -> trying(MANY).check(Trying.OfNotAtomic.class))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(classes = {Queueing.OfReal.class, Queueing.OfSound.class})
  void waits_fitSomeOrderAndAllEnd(Class<?> operations) {
    queueing(SOME).check(operations);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Queueing.OfNoRecheck.class,
        Queueing.OfStaysInQueue.class,
        Queueing.OfReaderPastWriter.class
      })
  void waits_onALockThatIsBroken_areCondemned(Class<?> operations) {
    assertThatThrownBy(() -> queueing(MANY).check(operations))
        .isInstanceOf(LincheckAssertionError.class);
  }

  private static ModelCheckingOptions trying(int scenarios) {
    return options(scenarios).sequentialSpecification(Trying.Specification.class);
  }

  private static ModelCheckingOptions queueing(int scenarios) {
    return options(scenarios).sequentialSpecification(Queueing.Specification.class);
  }

  private static ModelCheckingOptions options(int scenarios) {
    return new ModelCheckingOptions()
        // Words for people and figures need no exploring.
        .addGuarantee(
            forClasses(
                    "dev.holdfast.lock.TimeoutMessage",
                    "dev.holdfast.lock.MetricsRecorder",
                    "dev.holdfast.lock.KindRecorder",
                    "dev.holdfast.lock.LockSight",
                    "dev.holdfast.lock.LeakReporter",
                    "dev.holdfast.lock.TrackedHandle")
                .allMethods()
                .ignore())
        .iterations(scenarios)
        .invocationsPerIteration(100)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .minimizeFailedScenario(false);
  }
}
