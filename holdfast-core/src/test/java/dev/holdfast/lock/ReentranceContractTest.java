package dev.holdfast.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static dev.holdfast.lock.LockRequest.shared;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reentrance where it is asked for, and operations on threads of their own. */
@ParameterizedClass
@EnumSource(Domains.class)
class ReentranceContractTest extends ContractTestBase {

  ReentranceContractTest(Domains domain) {
    super(domain);
  }

  @Test
  void reentrantRequest_joinsTheHoldOfItsOperation() throws Exception {
    LockRequest request = exclusive("r").reentrant();
    locks.withLock(
        request,
        outer -> {
          long inner =
              locks.<Long, Exception>withLock(
                  shared("r").reentrant(),
                  handle -> {
                    assertThat(handle.isHeld()).isTrue();
                    handle.close(); // its own share of the hold
                    assertThat(handle.isHeld()).isFalse();
                    assertThatThrownBy(handle::downgrade).isInstanceOf(IllegalStateException.class);
                    return handle.token();
                  });
          assertThat(inner).isEqualTo(outer.token());
          locks.acquire(request).close();
          locks.tryAcquire(request).orElseThrow().close();
          assertThat(outer.isHeld()).isTrue();
          assertThat(start(() -> locks.tryAcquire(request)).get(30, SECONDS))
              .as("another thread is not part of the operation")
              .isEmpty();
          return null;
        });
    locks.tryAcquire(exclusive("r")).orElseThrow().close();
  }

  @Test
  void requestThatIsNotReentrant_joinsNothing() throws Exception {
    locks.withLock(
        exclusive("r").reentrant(),
        () -> {
          assertThat(locks.tryAcquire(exclusive("r"))).isEmpty();
          return null;
        });
    locks.withLock(
        exclusive("r"),
        () -> {
          assertThat(locks.tryAcquire(exclusive("r").reentrant())).isEmpty();
          return null;
        });
  }

  @Test
  void upgrade_isRefused() throws Exception {
    locks.withLock(
        shared("r").reentrant(),
        () -> {
          assertThatThrownBy(() -> locks.withLock(exclusive("r").reentrant(), () -> "never"))
              .isInstanceOf(LockUpgradeException.class)
              .hasMessageContaining("'r'");
          return null;
        });
  }

  @Test
  void async_runsUnderTheLock_andCompletes() throws Exception {
    CompletableFuture<Boolean> held =
        locks.withLockAsync(exclusive("r"), handle -> handle.isHeld());
    assertThat(held.get(30, SECONDS)).isTrue();
    CompletableFuture<Object> failed =
        locks.withLockAsync(
            "r",
            () -> {
              throw new IOException("its own");
            });
    assertThat(failureOf(failed)).isInstanceOf(IOException.class);
    locks.tryAcquire(exclusive("r")).orElseThrow().close();
  }

  @Test
  void async_thatIsCancelledWhileItWaits_leavesNoTrace() throws Exception {
    try (LockHandle _ = locks.acquire(exclusive("r"))) {
      CompletableFuture<String> waiting =
          locks.withLockAsync(exclusive("r").waitAtMost(LONG), handle -> "never");
      awaitWaiters(1);
      waiting.cancel(true);
      assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
      awaitWaiters(0);
    }
    locks.tryAcquire(exclusive("r")).orElseThrow().close();
  }

  @Test
  void async_thatIsCancelledWhileItRuns_releasesWhenItHasEnded() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Object> running =
        locks.withLockAsync(
            "r",
            () -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                end.await(); // cleaning up
              }
              return "late";
            });
    assertThat(inside.await(30, SECONDS)).isTrue();
    running.cancel(true);
    assertThat(interrupted.await(30, SECONDS)).isTrue();
    assertThat(locks.tryAcquire(exclusive("r"))).as("while it cleans up").isEmpty();
    end.countDown();
    locks.acquire(exclusive("r").waitAtMost(LONG)).close();
  }
}
