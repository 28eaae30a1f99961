package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMode;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** L3: whoever gives up waiting for another process's lock leaves no trace. */
class WaitIT {

  private static final String NAME = "persona:alice";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "OPEN_FILE, OPEN_FILE",
    "CHANNEL, CHANNEL",
    "OPEN_FILE, CHANNEL",
    "CHANNEL, OPEN_FILE"
  })
  void acquire_behindAnotherProcess_timesOutAndNamesTheHolder(Provider ofHolder, Provider ofWaiter)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, ofHolder);
        LockPeer waiter = LockPeer.start(directory, ofWaiter)) {
      holder.acquire("h", LockMode.EXCLUSIVE, NAME, Duration.ZERO, "edit-of-alice");
      holder.awaitGrant("h");

      Duration wait = Duration.ofMillis(100);
      waiter.acquire("cold", LockMode.EXCLUSIVE, NAME, wait, "backup");
      LockPeer.TimedOut cold = waiter.awaitTimeout("cold");
      waiter.acquire("w", LockMode.EXCLUSIVE, NAME, wait, "backup");
      LockPeer.TimedOut timedOut = waiter.awaitTimeout("w");

      System.out.printf(
          "%s behind %s: asked to wait 100 ms, waited %d us, then %d us%n",
          ofWaiter, ofHolder, micros(cold), micros(timedOut));
      assertThat(cold.waited()).isBetween(wait, ForkedJvm.PATIENCE);
      assertThat(timedOut.waited()).isBetween(wait, ForkedJvm.PATIENCE);
      assertThat(timedOut.message())
          .contains("'" + NAME + "'")
          .contains("pid " + holder.process().pid())
          .contains("thread h")
          .contains("purpose: edit-of-alice");
      assertThat(waitersOf(own)).isEmpty();
      assertThat(own.inspect())
          .singleElement()
          .satisfies(info -> assertThat(info.holders()).hasSize(1));

      holder.release("h");
      assertThat(own.inspect()).isEmpty();
      assertThat(tryAcquire(own)).as("by a third process").isTrue();
      waiter.acquire("again", LockMode.EXCLUSIVE, NAME, Duration.ZERO, "-");
      waiter.awaitGrant("again");
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_thatIsInterrupted_leavesNoTraceAndPassesItsTurnOn(Provider provider)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider);
        LockPeer next = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      await().until(() -> waitersOf(own).size() == 1);
      next.acquire("n", NAME);
      await().until(() -> waitersOf(own).size() == 2);
      assertThat(waitersOf(own))
          .extracting(LockInfo.Party::pid, LockInfo.Party::thread)
          .containsExactly(tuple(waiter.process().pid(), "w"), tuple(next.process().pid(), "n"));

      waiter.interrupt("w");

      assertThat(waitersOf(own))
          .extracting(LockInfo.Party::pid)
          .containsExactly(next.process().pid());
      holder.release("h");
      next.awaitGrant("n");
      next.release("n");
      assertThat(own.inspect()).isEmpty();
      assertThat(tryAcquire(own)).isTrue();
    }
  }

  /** A process that waits keeps a place before those that come later; dead, it keeps none. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_behindAWaiterThatIsKilled_isGranted(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider);
        LockPeer next = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      await().until(() -> waitersOf(own).size() == 1);
      waiter.process().kill();
      assertThat(waitersOf(own)).isEmpty();

      next.acquire("n", NAME);
      holder.release("h");
      assertThat(next.awaitGrant("n").previousOwnerDied()).isFalse();
    }
  }

  /** Who holds a lock may be stopped and keep it; who only waits for it keeps nobody from it. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_behindAWaiterThatIsStopped_isGranted(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider);
        LockPeer next = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      await().until(() -> waitersOf(own).size() == 1);
      waiter.process().stop();
      holder.release("h");

      next.acquire("n", NAME);
      next.awaitGrant("n");
      next.release("n");
      waiter.process().resume();
      waiter.awaitGrant("w");
      waiter.release("w");
      assertThat(own.inspect()).isEmpty();
    }
  }

  /** The process that waits longest is the next one: a reader that comes later waits behind it. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_ofAReaderBehindAnotherProcessesWriter_waitsForItsTurn(Provider provider)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer reader = LockPeer.start(directory, provider);
        LockPeer writer = LockPeer.start(directory, provider);
        LockPeer late = LockPeer.start(directory, provider)) {
      reader.acquire("r", LockMode.SHARED, NAME, Duration.ZERO, "-");
      reader.awaitGrant("r");
      writer.acquire("w", NAME);
      await().until(() -> waitersOf(own).size() == 1);

      late.acquire("l", LockMode.SHARED, NAME, Duration.ofMillis(200), "-");
      late.awaitTimeout("l");
      late.acquire("l2", LockMode.SHARED, NAME, ForkedJvm.PATIENCE, "-");
      await().until(() -> waitersOf(own).size() == 2);
      reader.release("r");
      writer.awaitGrant("w");
      writer.release("w");
      late.awaitGrant("l2");
    }
  }

  /** Readers of one process that follow each other do not keep another process's writer out. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_ofAReaderWhoseProcessHolds_waitsBehindAnotherProcessesWriter(Provider provider)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer readers = LockPeer.start(directory, provider);
        LockPeer writer = LockPeer.start(directory, provider)) {
      readers.acquire("r", LockMode.SHARED, NAME, Duration.ZERO, "-");
      readers.awaitGrant("r");
      readers.acquire("r2", LockMode.SHARED, NAME, Duration.ZERO, "-");
      readers.awaitGrant("r2"); // while nobody else waits they need no turn
      writer.acquire("w", NAME);
      await().until(() -> waitersOf(own).size() == 1);

      readers.acquire("l", LockMode.SHARED, NAME, Duration.ZERO, "-");
      readers.awaitTimeout("l");
      readers.acquire("l2", LockMode.SHARED, NAME, ForkedJvm.PATIENCE, "-");
      await().until(() -> waitersOf(own).size() == 2);
      readers.release("r");
      readers.release("r2");
      writer.awaitGrant("w");
      writer.release("w");
      readers.awaitGrant("l2");
      readers.release("l2");
      assertThat(own.inspect()).isEmpty();
    }
  }

  private static long micros(LockPeer.TimedOut timedOut) {
    return timedOut.waited().toNanos() / 1000;
  }

  private static boolean tryAcquire(LockManager manager) {
    return manager
        .tryAcquire(LockRequest.exclusive(NAME))
        .map(
            handle -> {
              try (LockHandle held = handle) {
                return held.isHeld();
              }
            })
        .orElse(false);
  }

  private static List<LockInfo.Party> waitersOf(LockManager manager) {
    return manager.inspect().stream()
        .filter(info -> info.resource().equals(NAME))
        .flatMap(info -> info.waiters().stream())
        .toList();
  }
}
