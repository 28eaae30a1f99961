package dev.holdfast.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static dev.holdfast.lock.LockRequest.shared;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link LockManager} promises, whatever its domain. */
@Timeout(60)
abstract class LockManagerContractTest {

  private static final Duration LONG = ofSeconds(30);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  LockManager locks;

  abstract LockManager open() throws IOException;

  @BeforeEach
  void openManager() throws IOException {
    locks = open();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, SECONDS)).as("every thread came back").isTrue();
    assertThat(locks.inspect()).as("holders and waiters left behind").isEmpty();
    assertThat(locks.metrics().held()).isZero();
    assertThat(locks.metrics().waiting()).isZero();
    locks.close();
  }

  private <T> Future<T> start(Callable<T> task) {
    return threads.submit(task);
  }

  private void awaitWaiters(int count) {
    await().until(() -> locks.metrics().waiting() == count);
  }

  private static Throwable failureOf(Future<?> future) {
    Throwable thrown = catchThrowable(() -> future.get(30, SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  @Test
  void exclusive_withThreeWaiters_isHeldByOneAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    LockHandle first = locks.acquire(exclusive("r"));
    List<Future<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(
          start(
              () -> {
                for (int n = 0; n < 200; n++) {
                  locks.withLock(
                      exclusive("r").waitAtMost(LONG),
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                      });
                }
                return null;
              }));
    }
    awaitWaiters(3);
    first.close();
    for (Future<?> waiter : waiters) {
      waiter.get(30, SECONDS);
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void randomMix_neverOverlapsAWriter() throws Exception {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.println("seed (set with -Dholdfast.seed): " + seed);
    AtomicInteger readers = new AtomicInteger();
    AtomicInteger writers = new AtomicInteger();
    AtomicInteger violations = new AtomicInteger();
    AtomicInteger grants = new AtomicInteger();
    List<Future<?>> tasks = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      Random random = new Random(seed + t);
      tasks.add(
          start(
              () -> {
                for (int n = 0; n < 150; n++) {
                  boolean write = random.nextInt(3) == 0;
                  LockRequest request = write ? exclusive("mix") : shared("mix");
                  try (LockHandle handle =
                      locks.acquire(request.waitAtMost(ofMillis(random.nextInt(20))))) {
                    grants.incrementAndGet();
                    int othersWriting = write ? writers.getAndIncrement() : writers.get();
                    int othersReading = write ? readers.get() : 0;
                    if (!write) {
                      readers.incrementAndGet();
                    }
                    if (othersWriting + othersReading > 0 || !handle.isHeld()) {
                      violations.incrementAndGet();
                    }
                    Thread.yield();
                    (write ? writers : readers).decrementAndGet();
                  } catch (LockTimeoutException expected) {
                    // Part of the mix.
                  }
                }
                return null;
              }));
    }
    for (Future<?> task : tasks) {
      task.get(50, SECONDS);
    }
    assertThat(violations).hasValue(0);
    assertThat(grants).hasPositiveValue();
  }

  @Test
  void waiters_areServedInTheOrderOfTheirArrival() throws Exception {
    ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
    List<Future<?>> waiters = new ArrayList<>();
    try (LockHandle held = locks.acquire(exclusive("r"))) {
      for (int i = 0; i < 20; i++) {
        int number = i;
        waiters.add(
            start(
                () -> {
                  locks.withLock(exclusive("r").waitAtMost(LONG), () -> order.add(number));
                  return null;
                }));
        awaitWaiters(i + 1);
      }
      assertThat(held.isHeld()).isTrue();
    }
    for (Future<?> waiter : waiters) {
      waiter.get(30, SECONDS);
    }
    assertThat(List.copyOf(order)).isSorted().hasSize(20);
  }

  @Test
  void readers_holdTogether_andAReaderBehindAWriterWaits() throws Exception {
    LockHandle one = locks.acquire(shared("r"));
    LockHandle two = locks.acquire(shared("r"));
    Future<LockHandle> writer = start(() -> locks.acquire(exclusive("r").waitAtMost(LONG)));
    awaitWaiters(1);
    Future<LockHandle> late = start(() -> locks.acquire(shared("r").waitAtMost(LONG)));
    awaitWaiters(2);
    assertThat(locks.tryAcquire(shared("r"))).as("past a waiting writer").isEmpty();
    one.close();
    two.close();
    LockHandle written = writer.get(30, SECONDS);
    assertThat(late.isDone()).isFalse();
    written.close();
    late.get(30, SECONDS).close();
  }

  @Test
  void timeout_namesTheHolder_andLeavesNoTrace() throws Exception {
    LockHandle held = locks.acquire(exclusive("persona:alice").purpose("edit"));
    long before = System.nanoTime();
    assertThat(
            failureOf(
                start(() -> locks.acquire(exclusive("persona:alice").waitAtMost(ofMillis(50))))))
        .isInstanceOfSatisfying(
            LockTimeoutException.class,
            e -> {
              assertThat(e)
                  .hasMessageContaining("persona:alice")
                  .hasMessageContaining("pid " + ProcessHandle.current().pid())
                  .hasMessageContaining("purpose: edit");
              assertThat(e.resource()).isEqualTo("persona:alice");
              assertThat(e.holders()).hasSize(1);
              assertThat(e.waited()).isGreaterThanOrEqualTo(ofMillis(50));
            });
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(ofMillis(50).toNanos());
    held.close();
    locks.acquire(exclusive("persona:alice").waitAtMost(Duration.ZERO)).close();
    assertThat(locks.metrics().byKind().get("persona").timedOut()).isEqualTo(1);
  }

  @Test
  void aWaiterThatGivesUp_passesItsTurnOn() throws Exception {
    LockHandle reader = locks.acquire(shared("r"));
    Future<LockHandle> writer =
        start(() -> locks.acquire(exclusive("r").waitAtMost(ofMillis(200))));
    awaitWaiters(1);
    Future<LockHandle> behind = start(() -> locks.acquire(shared("r").waitAtMost(LONG)));
    assertThat(failureOf(writer)).isInstanceOf(LockTimeoutException.class);
    behind.get(30, SECONDS).close(); // although the first reader still holds
    reader.close();
  }

  @Test
  void interrupt_endsTheWait_andHoldsNothing() throws Exception {
    LockHandle held = locks.acquire(exclusive("r"));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    locks.acquire(exclusive("r").waitAtMost(LONG)).close();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
    awaitWaiters(1);
    waiter.interrupt();
    assertThat(interrupted.await(30, SECONDS)).isTrue();
    waiter.join();
    held.close();
    locks.acquire(exclusive("r").waitAtMost(Duration.ZERO)).close();
    assertThat(locks.metrics().total().interrupted()).isEqualTo(1);
  }

  @Test
  void interrupt_ofAHolder_doesNotReleaseItsLock() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Future<Boolean> holder =
        start(
            () -> {
              try (LockHandle handle = locks.acquire(exclusive("r"))) {
                Thread.currentThread().interrupt();
                locks.tryAcquire(exclusive("other")).orElseThrow().close();
                boolean stillHeld = handle.isHeld();
                go.countDown();
                assertThat(locks.tryAcquire(exclusive("r"))).isEmpty();
                return stillHeld;
              }
            });
    assertThat(go.await(30, SECONDS)).isTrue();
    assertThat(holder.get(30, SECONDS)).isTrue();
  }

  @Test
  void close_wakesTheWaiters_andLeavesTheHoldersAlone() throws Exception {
    LockHandle held = locks.acquire(exclusive("r"));
    List<Future<LockHandle>> waiters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiters.add(start(() -> locks.acquire(exclusive("r").waitAtMost(LONG))));
    }
    awaitWaiters(5);
    locks.close();
    for (Future<LockHandle> waiter : waiters) {
      assertThat(failureOf(waiter)).isInstanceOf(LockManagerClosedException.class);
    }
    assertThat(held.isHeld()).isTrue();
    assertThatThrownBy(() -> locks.acquire(exclusive("other")))
        .isInstanceOf(LockManagerClosedException.class);
    assertThatThrownBy(() -> locks.tryAcquire(exclusive("other")))
        .isInstanceOf(LockManagerClosedException.class);
    held.close();
    locks.close();
  }

  @Test
  void handle_isReleasedOnce_byAnyThread() throws Exception {
    LockHandle first = locks.acquire(exclusive("r"));
    start(
            () -> {
              first.close();
              return null;
            })
        .get(30, SECONDS);
    assertThat(first.isHeld()).isFalse();
    LockHandle second = locks.acquire(exclusive("r"));
    first.close(); // must not release what is no longer its own
    assertThat(second.isHeld()).isTrue();
    assertThat(locks.tryAcquire(exclusive("r"))).isEmpty();
    second.close();
  }

  @Test
  void locks_areNotReentrant() throws Exception {
    try (LockHandle held = locks.acquire(exclusive("r"))) {
      assertThat(locks.tryAcquire(exclusive("r"))).isEmpty();
      assertThat(locks.tryAcquire(shared("r"))).isEmpty();
      assertThat(held.isHeld()).isTrue();
    }
  }

  @Test
  void tokens_growWithEachExclusiveGrant() throws Exception {
    long last = 0;
    for (int i = 0; i < 100; i++) {
      try (LockHandle handle = locks.acquire(exclusive("r"))) {
        assertThat(handle.token()).isGreaterThan(last);
        last = handle.token();
      }
      try (LockHandle handle = locks.acquire(shared("r"))) {
        assertThat(handle.token()).isZero();
      }
    }
  }

  @Test
  void withLock_releasesHoweverTheOperationEnds() throws Exception {
    assertThat(locks.<String, RuntimeException>withLock("r", () -> "done")).isEqualTo("done");
    assertThatThrownBy(
            () ->
                locks.withLock(
                    exclusive("r"),
                    handle -> {
                      assertThat(handle.isHeld()).isTrue();
                      throw new IOException("broken");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(locks.tryAcquire(exclusive("r"))).hasValueSatisfying(LockHandle::close);
  }

  @Test
  void acquireAll_isAllOrNone() throws Exception {
    LockHandle inTheWay = locks.acquire(exclusive("b"));
    assertThat(
            failureOf(
                start(
                    () ->
                        locks.acquireAll(
                            List.of(
                                exclusive("c").waitAtMost(LONG),
                                exclusive("b").waitAtMost(ofMillis(50)),
                                exclusive("a").waitAtMost(LONG))))))
        .isInstanceOf(LockTimeoutException.class)
        .hasMessageContaining("'b'");
    assertThat(locks.tryAcquire(exclusive("a"))).hasValueSatisfying(LockHandle::close);
    assertThat(locks.tryAcquire(exclusive("c"))).hasValueSatisfying(LockHandle::close);
    inTheWay.close();
    try (LockHandles all =
        locks.acquireAll(List.of(exclusive("b"), shared("a"), exclusive("a"), shared("b")))) {
      assertThat(all.all()).extracting(LockHandle::resource).containsExactly("a", "b");
      assertThat(all.of("a").mode()).isEqualTo(LockMode.EXCLUSIVE);
      assertThat(all.of("b").mode()).isEqualTo(LockMode.EXCLUSIVE);
      assertThatThrownBy(() -> all.of("c")).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(locks.acquireAll(List.of()).all()).isEmpty();
  }

  @Test
  void acquireAll_inOppositeOrders_neverDeadlocks() throws Exception {
    List<Future<?>> tasks = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      List<LockRequest> requests =
          t % 2 == 0
              ? List.of(exclusive("a"), exclusive("b"), shared("c"))
              : List.of(shared("c"), exclusive("b"), exclusive("a"));
      tasks.add(
          start(
              () -> {
                for (int n = 0; n < 100; n++) {
                  locks.acquireAll(requests).close();
                }
                return null;
              }));
    }
    for (Future<?> task : tasks) {
      task.get(50, SECONDS);
    }
  }

  @Test
  void inspect_showsHoldersAndWaiters() throws Exception {
    LockHandle held = locks.acquire(exclusive("persona:bob").purpose("rename"));
    Future<LockHandle> waiter = start(() -> locks.acquire(shared("persona:bob").waitAtMost(LONG)));
    awaitWaiters(1);
    assertThat(locks.inspect())
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.resource()).isEqualTo("persona:bob");
              assertThat(info.holders())
                  .singleElement()
                  .satisfies(
                      holder -> {
                        assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
                        assertThat(holder.mode()).isEqualTo(LockMode.EXCLUSIVE);
                        assertThat(holder.purpose()).isEqualTo("rename");
                        assertThat(holder.token()).isEqualTo(held.token());
                      });
              assertThat(info.waiters())
                  .singleElement()
                  .extracting(LockInfo.Party::mode)
                  .isEqualTo(LockMode.SHARED);
            });
    held.close();
    waiter.get(30, SECONDS).close();
  }

  @Test
  void metrics_countWhatHappened_inBoundedMemory() throws Exception {
    LockHandle held = locks.acquire(exclusive("kind:a"));
    Future<LockHandle> waiter = start(() -> locks.acquire(exclusive("kind:a").waitAtMost(LONG)));
    awaitWaiters(1);
    assertThat(locks.metrics().held()).isEqualTo(1);
    held.close();
    waiter.get(30, SECONDS).close();
    LockMetrics.Totals totals = locks.metrics().byKind().get("kind");
    assertThat(totals.acquired()).isEqualTo(2);
    assertThat(totals.contended()).isEqualTo(1);
    assertThat(totals.longestWait()).isPositive();
    assertThat(totals.heldFor()).isPositive().isGreaterThanOrEqualTo(totals.longestHold());
    assertThat(locks.metrics().waits().get("kind").count()).isEqualTo(1);
    assertThat(locks.metrics().holds().get("kind").count()).isEqualTo(2);
    assertThat(locks.metrics().mostContended())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.resource()).isEqualTo("kind:a");
              assertThat(found.count()).isEqualTo(1);
              assertThat(found.waited()).isEqualTo(totals.waited());
            });
    for (int i = 0; i < 1000; i++) {
      locks.acquire(exclusive("kind" + i + ":x")).close();
    }
    assertThat(locks.metrics().byKind()).hasSizeLessThan(70).containsKey("(other)");
    assertThat(locks.metrics().total().acquired()).isEqualTo(1002);
  }

  @Test
  void names_areOpaque() throws Exception {
    List<String> names =
        List.of(
            "a",
            "A",
            "á",
            "a\u0301",
            "../../etc",
            "日本語",
            "👩‍👩‍👧",
            "a b",
            "nul",
            "x".repeat(4096));
    List<LockHandle> handles = new ArrayList<>();
    for (String name : names) {
      handles.add(locks.acquire(exclusive(name)));
    }
    assertThat(handles).allMatch(LockHandle::isHeld);
    handles.forEach(LockHandle::close);
    assertThatThrownBy(() -> exclusive("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exclusive("\ud800")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exclusive("x".repeat(4097)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyVirtualWaiters_areAllServed() throws Exception {
    int count = 5_000;
    AtomicInteger served = new AtomicInteger();
    LockHandle held = locks.acquire(exclusive("r"));
    List<Future<?>> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(
          start(
              () -> {
                locks.withLock(exclusive("r").waitAtMost(LONG), served::incrementAndGet);
                return null;
              }));
    }
    awaitWaiters(count);
    held.close();
    for (Future<?> waiter : waiters) {
      waiter.get(50, SECONDS);
    }
    assertThat(served).hasValue(count);
  }
}
