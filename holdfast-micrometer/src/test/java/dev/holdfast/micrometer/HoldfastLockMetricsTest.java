package dev.holdfast.micrometer;

import static dev.holdfast.lock.LockRequest.exclusive;
import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.DeadlockException;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHoldTimeoutException;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockTimeoutException;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HoldfastLockMetricsTest {

  @TempDir private Path directory;

  private final FileLockManager locks = FileLockManager.inProcess();
  private final Exported exported = new Exported();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private void bind() {
    new HoldfastLockMetrics(locks).bindTo(exported.registry);
  }

  @AfterEach
  void end() {
    threads.close();
    locks.close();
  }

  /** Leaves one wait that was granted, and two holds. */
  private void contend(String resource) throws Exception {
    LockHandle held = locks.acquire(exclusive(resource));
    Future<LockHandle> waiter = threads.submit(() -> locks.acquire(exclusive(resource)));
    await().until(() -> locks.metrics().waiting() == 1);
    held.close();
    waiter.get(30, SECONDS).close();
  }

  @Test
  void waitsAndHolds_areHistogramsByKind() throws Exception {
    bind();
    contend("persona:a"); // a kind that was not there when the meters were bound

    exported.await("holdfast_lock_wait_seconds_count{kind=\"persona\"}", 1);
    exported.await("holdfast_lock_hold_seconds_count{kind=\"persona\"}", 2);
    exported.await("holdfast_lock_acquired_total{kind=\"persona\"}", 2);
    exported.await("holdfast_lock_wait_seconds_bucket{kind=\"persona\",le=\"60.0\"}", 1);
    exported.await("holdfast_lock_hold_seconds_bucket{kind=\"persona\",le=\"+Inf\"}", 2);
    assertThat(exported.valueOf("holdfast_lock_wait_seconds_sum{kind=\"persona\"}")).isPositive();
    assertThat(exported.registry.scrape())
        .contains("# TYPE holdfast_lock_wait_seconds histogram")
        .doesNotContain("persona:a");
  }

  @Test
  void whoHoldsAndWaits_isShown_andGone() throws Exception {
    bind();
    LockHandle held = locks.acquire(exclusive("persona:a"));
    Future<LockHandle> waiter = threads.submit(() -> locks.acquire(exclusive("persona:a")));
    exported.await("holdfast_lock_waiting{kind=\"persona\"}", 1);
    exported.await("holdfast_lock_held{kind=\"persona\"}", 1);
    exported.await("holdfast_lock_process_waiting", 1);
    exported.await("holdfast_lock_process_held", 1);
    held.close();
    waiter.get(30, SECONDS).close();
    exported.await("holdfast_lock_waiting{kind=\"persona\"}", 0);
    exported.await("holdfast_lock_held{kind=\"persona\"}", 0);
    exported.await("holdfast_lock_process_held", 0);
  }

  @Test
  void aTimeoutAndAnInterrupt_areCounted() throws Exception {
    bind();
    try (LockHandle _ = locks.acquire(exclusive("k:a"))) {
      for (int i = 0; i < 2; i++) {
        Future<LockHandle> late =
            threads.submit(() -> locks.acquire(exclusive("k:a").waitAtMost(ofMillis(1))));
        assertThatThrownBy(late::get).hasCauseInstanceOf(LockTimeoutException.class);
      }
      Thread interrupted =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(() -> locks.acquire(exclusive("k:a")))
                          .isInstanceOf(InterruptedException.class));
      await().until(() -> locks.metrics().waiting() == 1);
      interrupted.interrupt();
      interrupted.join();
    }
    exported.await("holdfast_lock_timeouts_total{kind=\"k\"}", 2);
    exported.await("holdfast_lock_interrupts_total{kind=\"k\"}", 1);
    exported.await("holdfast_lock_wait_seconds_count{kind=\"k\"}", 0);
  }

  @Test
  void aDeadlock_isCounted() throws Exception {
    bind();
    CyclicBarrier both = new CyclicBarrier(2);
    List<Future<Boolean>> circle = new ArrayList<>();
    for (int self = 0; self < 2; self++) {
      String own = "k:" + self;
      String other = "k:" + (1 - self);
      circle.add(
          threads.submit(
              () -> {
                try (LockHandle _ = locks.acquire(exclusive(own))) {
                  int _ = both.await(30, SECONDS);
                  try (LockHandle _ = locks.acquire(exclusive(other))) {
                    return true;
                  }
                } catch (DeadlockException e) {
                  return false;
                }
              }));
    }
    assertThat(circle.get(0).get(30, SECONDS)).isNotEqualTo(circle.get(1).get(30, SECONDS));
    exported.await("holdfast_lock_deadlocks_total{kind=\"k\"}", 1);
  }

  @Test
  void anOverrunAndARefusedCommit_areCounted() throws Exception {
    bind();
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () -> locks.withLock(exclusive("k:a").holdAtMost(ofMillis(1)), () -> never.await()))
        .isInstanceOf(LockHoldTimeoutException.class);
    LockHandle handle = locks.acquire(exclusive("k:a"));
    handle.close();
    assertThatThrownBy(() -> locks.files().write(directory.resolve("f"), new byte[1], handle))
        .isInstanceOf(LockNotHeldException.class);
    exported.await("holdfast_lock_hold_overruns_total{kind=\"k\"}", 1);
    exported.await("holdfast_lock_fence_refusals_total{kind=\"k\"}", 1);
  }

  @Test
  void manyKinds_areFewMeters() throws Exception {
    bind();
    for (int i = 0; i < 1000; i++) {
      locks.acquire(exclusive("kind" + i + ":x")).close();
    }
    exported.await("holdfast_lock_acquired_total{kind=\"(other)\"}", 1000 - 64);
    assertThat(exported.registry.scrape().lines())
        .filteredOn(line -> line.startsWith("holdfast_lock_acquired_total"))
        .hasSize(65);
  }

  @Test
  void severalManagers_areToldApart_andCommonTagsAreOnHistogramsToo() throws Exception {
    exported.registry.config().commonTags("application", "shop");
    try (FileLockManager second = FileLockManager.inProcess()) {
      new HoldfastLockMetrics(locks, Tags.of("domain", "one")).bindTo(exported.registry);
      new HoldfastLockMetrics(second, Tags.of("domain", "two")).bindTo(exported.registry);
      locks.acquire(exclusive("k:a")).close();
      second.acquire(exclusive("k:a")).close();
      second.acquire(exclusive("k:a")).close();
      for (String name : List.of("acquired_total", "hold_seconds_count")) {
        String sample = "holdfast_lock_" + name + "{application=\"shop\",domain=\"%s\",kind=\"k\"}";
        exported.await(sample.formatted("one"), 1);
        exported.await(sample.formatted("two"), 2);
      }
    }
  }

  @Test
  void anyRegistry_hasCountAndSum() throws Exception {
    SimpleMeterRegistry simple = new SimpleMeterRegistry();
    new HoldfastLockMetrics(locks).bindTo(simple);
    contend("persona:a");
    await()
        .untilAsserted(
            () -> {
              assertThat(simple.get("holdfast.lock.process.held").gauge().value()).isZero();
              assertThat(simple.get("holdfast.lock.wait").tag("kind", "persona").functionTimer())
                  .satisfies(
                      timer -> {
                        assertThat(timer.count()).isEqualTo(1);
                        assertThat(timer.totalTime(SECONDS)).isPositive();
                      });
              assertThat(
                      simple
                          .get("holdfast.lock.acquired")
                          .tag("kind", "persona")
                          .functionCounter()
                          .count())
                  .isEqualTo(2);
            });
  }

  @Test
  void aComposite_givesEachRegistryWhatItTakes() throws Exception {
    SimpleMeterRegistry simple = new SimpleMeterRegistry();
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    composite.add(simple).add(exported.registry);
    new HoldfastLockMetrics(locks).bindTo(composite);
    contend("k:a");
    exported.await("holdfast_lock_wait_seconds_count{kind=\"k\"}", 1);
    await()
        .untilAsserted(
            () -> {
              assertThat(simple.get("holdfast.lock.process.held").gauge().value()).isZero();
              assertThat(simple.get("holdfast.lock.wait").functionTimer().count()).isEqualTo(1);
            });
  }

  /** Nobody but the registry refers to the meters. */
  @Test
  void meters_areNotCollected() throws Exception {
    bind();
    locks.acquire(exclusive("k:a")).close();
    exported.await("holdfast_lock_acquired_total{kind=\"k\"}", 1);
    java.lang.ref.WeakReference<Object> canary = new java.lang.ref.WeakReference<>(new Object());
    await()
        .until(
            () -> {
              System.gc();
              return canary.get() == null;
            });
    locks.acquire(exclusive("k:a")).close();
    exported.await("holdfast_lock_acquired_total{kind=\"k\"}", 2);
    exported.await("holdfast_lock_hold_seconds_count{kind=\"k\"}", 2);
  }

  @Test
  void afterTheClose_theLastValuesStay() throws Exception {
    FileLockManager closed = FileLockManager.open(directory);
    new HoldfastLockMetrics(closed).bindTo(exported.registry);
    closed.acquire(exclusive("k:a")).close();
    exported.await("holdfast_lock_acquired_total{kind=\"k\"}", 1);
    closed.close();
    exported.await("holdfast_lock_acquired_total{kind=\"k\"}", 1);
    exported.await("holdfast_lock_held{kind=\"k\"}", 0);
  }
}
