package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockManagerClosedException;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** L11: a manager that is closed sends its waiters away and lets its holders finish. */
class CloseIT {

  private static final String OURS = "held:here";
  private static final String THEIRS = "held:there";
  private static final int WAITERS = 16;

  @TempDir Path directory;

  @AfterEach
  void chooseTheDefault() {
    Provider.OPEN_FILE.choose();
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void close_whileOthersWait_sendsThemAwayAndLetsHoldersFinish(Provider provider) throws Exception {
    provider.choose();
    try (LockPeer peer = LockPeer.start(directory, provider)) {
      peer.acquire("theirs", THEIRS);
      peer.awaitGrant("theirs");
      LockManager manager = LockManager.open(directory);
      LockHandle handle = manager.acquire(LockRequest.exclusive(OURS));
      List<FutureTask<LockHandle>> waiters = startWaiters(manager);
      await().until(() -> manager.metrics().waiting() == WAITERS);

      manager.close();

      for (FutureTask<LockHandle> waiter : waiters) {
        assertThatThrownBy(() -> waiter.get(ForkedJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(LockManagerClosedException.class);
      }
      assertThat(manager.metrics().waiting()).isZero();
      assertThatThrownBy(() -> manager.tryAcquire(LockRequest.shared("new")))
          .isInstanceOf(LockManagerClosedException.class);

      // The holder is still a holder, for other processes too.
      assertThat(handle.isHeld()).isTrue();
      peer.acquire("ours", OURS);
      try (LockManager other = LockManager.open(directory)) {
        assertThat(other.tryAcquire(LockRequest.exclusive(OURS))).isEmpty();
        await().until(() -> other.inspect().stream().mapToLong(i -> i.waiters().size()).sum() == 1);
      }
      assertThat(handle.isHeld()).isTrue();
      handle.close();
      assertThat(peer.awaitGrant("ours").previousOwnerDied()).isFalse();
      manager.close(); // again: nothing
    }
  }

  /** The domain is shared by the managers of a process: one that closes must not end the others. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void close_ofOneOfTwoManagers_leavesTheLocksOfTheOther(Provider provider) throws Exception {
    provider.choose();
    try (LockPeer peer = LockPeer.start(directory, provider);
        LockManager stays = LockManager.open(directory)) {
      LockHandle handle = stays.acquire(LockRequest.exclusive(OURS));
      try (LockManager goes = LockManager.open(directory)) {
        assertThat(goes.tryAcquire(LockRequest.exclusive(OURS))).isEmpty();
        assertThat(goes.tryAcquire(LockRequest.shared(OURS))).isEmpty();
      }
      peer.acquire("p", OURS);
      await().until(() -> !stays.inspect().getFirst().waiters().isEmpty());
      assertThat(handle.isHeld()).isTrue();
      handle.close();
      peer.awaitGrant("p");
      assertThat(stays.tryAcquire(LockRequest.exclusive(OURS))).isEmpty();
    }
  }

  private static List<FutureTask<LockHandle>> startWaiters(LockManager manager) {
    List<FutureTask<LockHandle>> waiters = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      LockRequest request = LockRequest.exclusive(i % 4 < 2 ? OURS : THEIRS);
      Callable<LockHandle> acquire =
          () -> manager.acquire(request.waitAtMost(ForkedJvm.PATIENCE.multipliedBy(2)));
      FutureTask<LockHandle> waiter = new FutureTask<>(acquire);
      (i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).start(waiter);
      waiters.add(waiter);
    }
    return waiters;
  }
}
