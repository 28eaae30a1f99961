package dev.holdfast.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static dev.holdfast.lock.LockRequest.shared;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** L8 inside a process: a circle of waits is found when its last edge closes. */
@ParameterizedClass
@EnumSource(Domains.class)
class DeadlockContractTest extends ContractTestBase {

  private static final int ROUNDS = 20;

  DeadlockContractTest(Domains domain) {
    super(domain);
  }

  /** Holds its own, meets the others, and asks for the next one's. */
  private Future<Boolean> ring(int self, int size, CyclicBarrier barrier, boolean readers) {
    return start(
        () -> {
          String own = "r" + self;
          String next = "r" + (self + 1) % size;
          LockRequest hold = readers ? shared(own) : exclusive(own);
          try (LockHandle _ = locks.acquire(hold.purpose("holds-" + self))) {
            barrier.await(30, SECONDS);
            try (LockHandle _ =
                locks.acquire(exclusive(next).waitAtMost(LONG).purpose("wants-" + self))) {
              return true;
            }
          }
        });
  }

  /** Each time exactly one is refused; it gives way and all others get through. */
  private void ofEachRing_oneIsRefused(int size, boolean readers) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      CyclicBarrier barrier = new CyclicBarrier(size);
      List<Future<Boolean>> ring = new ArrayList<>();
      for (int self = 0; self < size; self++) {
        ring.add(ring(self, size, barrier, readers));
      }
      List<DeadlockException> refused = new ArrayList<>();
      for (Future<Boolean> each : ring) {
        try {
          each.get(30, SECONDS);
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(DeadlockException.class);
          refused.add((DeadlockException) e.getCause());
        }
      }
      assertThat(refused).hasSize(1);
      assertThat(refused.getFirst().circle()).hasSize(size);
      assertThat(refused.getFirst()).hasMessageContaining("wants-").hasMessageContaining("holds-");
    }
    assertThat(locks.metrics().total().deadlocked()).isEqualTo(ROUNDS);
  }

  @Test
  void ringOfTwo_isFound() throws Exception {
    ofEachRing_oneIsRefused(2, false);
  }

  @Test
  void ringOfFive_isFound() throws Exception {
    ofEachRing_oneIsRefused(5, false);
  }

  @Test
  void ringOfReadersThatWantToWrite_isFound() throws Exception {
    ofEachRing_oneIsRefused(3, true);
  }

  @Test
  void threadThatWaitsForItself_isRefusedAtOnce() throws Exception {
    try (LockHandle _ = locks.acquire(exclusive("r"))) {
      assertThatThrownBy(() -> locks.acquire(exclusive("r").waitAtMost(LONG)))
          .isInstanceOfSatisfying(
              DeadlockException.class,
              e -> {
                assertThat(e).hasMessageContaining("'r'").hasMessageContaining("reentrant()");
                assertThat(e.circle()).hasSize(1);
              });
    }
    locks.acquire(exclusive("r")).close();
  }

  /** A reader that asks again waits behind a writer, which waits for the reader. */
  @Test
  void readerBehindAWriterThatWaitsForIt_isRefused() throws Exception {
    LockHandle reader = locks.acquire(shared("r"));
    Future<LockHandle> writer = start(() -> locks.acquire(exclusive("r").waitAtMost(LONG)));
    awaitWaiters(1);
    assertThatThrownBy(() -> locks.acquire(shared("r").waitAtMost(LONG)))
        .isInstanceOf(DeadlockException.class);
    reader.close();
    writer.get(30, SECONDS).close();
  }

  @Test
  void handleOfAnotherThread_isNotCounted() throws Exception {
    LockHandle handle = locks.acquire(exclusive("r").detached());
    Future<?> closer =
        start(
            () -> {
              awaitWaiters(1);
              handle.close();
              return null;
            });
    locks.acquire(exclusive("r").waitAtMost(LONG)).close();
    closer.get(30, SECONDS);
  }

  @Test
  void chainOfWaits_isNoDeadlock() throws Exception {
    LockHandle a = locks.acquire(exclusive("a"));
    Future<?> second =
        start(
            () -> {
              try (LockHandle _ = locks.acquire(exclusive("b"));
                  LockHandle _ = locks.acquire(exclusive("a").waitAtMost(LONG))) {
                return null;
              }
            });
    awaitWaiters(1);
    Future<?> third =
        start(
            () -> {
              try (LockHandle _ = locks.acquire(exclusive("c"));
                  LockHandle _ = locks.acquire(exclusive("b").waitAtMost(LONG))) {
                return null;
              }
            });
    awaitWaiters(2);
    a.close();
    second.get(30, SECONDS);
    third.get(30, SECONDS);
  }
}
