package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process keeps the kernel lock of what it has released, which makes the next use cheap. That
 * keeps nobody out, whatever becomes of the process.
 */
class KeptLockIT {

  private static final String NAME = "persona:alice";
  private static final int ROUNDS = 20;

  @TempDir Path directory;

  /**
   * The user is stopped at random moments. It may be in the middle of taking, holding or releasing
   * the lock, and then it keeps others out; but mostly it is between two uses.
   */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void stoppedProcess_betweenTwoUses_keepsNobodyOut(Provider provider) throws Exception {
    int granted = 0;
    try (LockManager own = LockManager.open(directory);
        LockPeer user = LockPeer.start(directory, provider)) {
      user.use("u", NAME);
      for (int round = 0; round < ROUNDS; round++) {
        awaitUseOf(own, user);
        user.process().stop();
        Optional<LockHandle> taken = own.tryAcquire(LockRequest.exclusive(NAME));
        if (taken.isPresent()) {
          granted++;
          try (LockHandle handle = taken.get()) {
            assertThat(handle.previousOwnerDied()).isFalse();
            assertThat(own.tryAcquire(LockRequest.shared(NAME))).isEmpty();
            user.process().resume();
            assertThat(handle.isHeld()).isTrue();
          }
        } else {
          user.process().resume();
        }
      }
      user.rest("u");
      assertThat(own.inspect()).isEmpty();
    }
    System.out.printf(
        "%s: had the lock of a stopped process %d of %d times%n", provider, granted, ROUNDS);
    assertThat(granted).isPositive();
  }

  /**
   * Who is seen to hold when it is killed is a dead owner. Who is not seen may still be in the
   * middle of writing that it holds, so there it is enough that some are none.
   */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void killedProcess_thatDoesNotHold_isNoDeadOwner(Provider provider) throws Exception {
    boolean diedWithoutHolding = false;
    for (int round = 0; round < ROUNDS && !diedWithoutHolding; round++) {
      try (LockManager own = LockManager.open(directory);
          LockPeer user = LockPeer.start(directory, provider)) {
        user.use("u", NAME);
        awaitUseOf(own, user);
        user.process().stop();
        boolean holds = own.inspect().stream().anyMatch(info -> !info.holders().isEmpty());
        user.process().kill();
        try (LockHandle handle =
            own.acquire(LockRequest.exclusive(NAME).waitAtMost(ForkedJvm.PATIENCE))) {
          diedWithoutHolding = !handle.previousOwnerDied();
          assertThat(holds && diedWithoutHolding).as("a dead owner is not told").isFalse();
        }
      }
    }
    assertThat(diedWithoutHolding).as("killed without holding, once").isTrue();
  }

  /** The user has had the lock again since we asked. */
  private static void awaitUseOf(LockManager own, LockPeer user) throws Exception {
    long before;
    try (LockHandle handle =
        own.acquire(LockRequest.exclusive(NAME).waitAtMost(ForkedJvm.PATIENCE))) {
      before = handle.token();
    }
    long after = before;
    while (after - before < 100) {
      try (LockHandle other = own.acquire(LockRequest.exclusive("other"))) {
        after = other.token(); // tokens are numbers of the whole domain
      }
      assertThat(user.process().isAlive()).isTrue();
    }
  }
}
