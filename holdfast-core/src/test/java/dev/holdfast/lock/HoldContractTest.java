package dev.holdfast.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static dev.holdfast.lock.LockRequest.shared;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileCommitException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** L4 and L7: hold timeouts, fencing, downgrade. */
@ParameterizedClass
@EnumSource(Domains.class)
class HoldContractTest extends ContractTestBase {

  HoldContractTest(Domains domain) {
    super(domain);
  }

  /** Works on until it is told to stop, whoever interrupts it. */
  private static boolean workUntil(CountDownLatch end) {
    boolean interrupted = false;
    while (end.getCount() > 0) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(1_000_000);
    }
    return interrupted;
  }

  @Test
  void holdTimeout_byDefault_keepsTheLockUntilTheOperationHasEnded() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Future<?> overrun =
        start(
            () -> {
              try {
                locks.withLock(
                    exclusive("r").holdAtMost(ofMillis(20)).purpose("slow"),
                    handle -> {
                      inside.countDown();
                      boolean told = workUntil(end);
                      assertThat(handle.isHeld()).isTrue();
                      interrupted.set(told);
                      return null;
                    });
              } finally {
                assertThat(Thread.currentThread().isInterrupted()).as("later code").isFalse();
              }
              return null;
            });
    assertThat(inside.await(30, SECONDS)).isTrue();
    Future<LockHandle> next = start(() -> locks.acquire(exclusive("r").waitAtMost(LONG)));
    awaitWaiters(1);
    assertThat(locks.tryAcquire(exclusive("r"))).isEmpty();
    end.countDown();

    assertThat(failureOf(overrun))
        .isInstanceOf(LockHoldTimeoutException.class)
        .hasMessageContaining("'r'")
        .hasMessageContaining("slow")
        .hasMessageContaining("20 ms were allowed");
    next.get(30, SECONDS).close();
  }

  @Test
  void holdTimeout_interruptsTheOperation() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                locks.withLock(
                    exclusive("r").holdAtMost(ofMillis(20)),
                    () -> {
                      never.await();
                    }))
        .isInstanceOf(LockHoldTimeoutException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void holdTimeout_leavesNoInterruptToLaterCode() throws Exception {
    assertThatThrownBy(
            () ->
                locks.withLock(
                    exclusive("r").holdAtMost(ofMillis(20)),
                    () -> {
                      while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                      }
                    }))
        .isInstanceOf(LockHoldTimeoutException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void holdTimeout_thatIsKept_changesNothing() throws Exception {
    assertThat(locks.<String, Exception>withLock(exclusive("r").holdAtMost(LONG), () -> "done"))
        .isEqualTo("done");
    assertThatThrownBy(
            () ->
                locks.withLock(
                    exclusive("r").holdAtMost(LONG),
                    () -> {
                      throw new IllegalStateException("its own");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fence_passesTheLockOnAtOnce_andRefusesEveryLaterCommit() throws Exception {
    AtomicFiles files = AtomicFiles.lockedBy(locks);
    Path file = Files.writeString(directory.resolve("file"), "old");
    CountDownLatch end = new CountDownLatch(1);
    AtomicReference<LockHandle> zombie = new AtomicReference<>();
    Future<?> overrun =
        start(
            () -> {
              locks.withLock(
                  exclusive("r").holdAtMost(ofMillis(20)).onOverrun(Overrun.FENCE),
                  handle -> {
                    zombie.set(handle);
                    workUntil(end);
                    files.write(file, "zombie".getBytes(UTF_8), handle);
                    return null;
                  });
              return null;
            });
    await().until(() -> zombie.get() != null);
    try (LockHandle next = locks.acquire(exclusive("r").waitAtMost(LONG))) {
      assertThat(next.token()).isGreaterThan(zombie.get().token());
      assertThat(zombie.get().isHeld()).isFalse();
      files.write(file, "new".getBytes(UTF_8), next);
      end.countDown();

      assertThat(failureOf(overrun))
          .isInstanceOf(LockHoldTimeoutException.class)
          .hasCauseInstanceOf(LockNotHeldException.class);
      assertThatThrownBy(() -> files.createNew(directory.resolve("n"), new byte[1], zombie.get()))
          .isInstanceOf(LockNotHeldException.class);
      assertThatThrownBy(() -> files.delete(file, zombie.get()))
          .isInstanceOf(LockNotHeldException.class);
      assertThat(locks.metrics().byKind().get("r").fenced()).isEqualTo(3);
      assertThat(locks.metrics().byKind().get("r").overran()).isEqualTo(1);
      assertThat(file).hasContent("new");
      assertThat(directory.resolve("n")).doesNotExist();
      zombie.get().close();
      assertThat(next.isHeld()).isTrue();
    }
  }

  @Test
  void fence_ofABareHandle_passesTheLockOn() throws Exception {
    LockHandle handle =
        locks.acquire(exclusive("r").holdAtMost(ofMillis(20)).onOverrun(Overrun.FENCE).detached());
    try (LockHandle next = locks.acquire(exclusive("r").waitAtMost(LONG))) {
      assertThat(locks.metrics().byKind().get("r").overran()).isEqualTo(1);
      assertThat(handle.isHeld()).isFalse();
      assertThat(next.isHeld()).isTrue();
    }
    handle.close();
  }

  /** Neither a fence nor a close may let another owner in between the look and the commit. */
  @Test
  void section_thatRuns_isEndedBeforeTheLockPassesOn() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    LockHandle handle = locks.acquire(exclusive("r").detached());
    Future<String> section =
        start(
            () ->
                handle.<String, InterruptedException>whileHeld(
                    "commit",
                    () -> {
                      inside.countDown();
                      end.await();
                      return "committed";
                    }));
    assertThat(inside.await(30, SECONDS)).isTrue();
    handle.close();
    assertThat(handle.isHeld()).isFalse();
    assertThat(locks.tryAcquire(exclusive("r"))).as("in the middle of the commit").isEmpty();
    assertThatThrownBy(() -> handle.whileHeld("commit", () -> "too late"))
        .isInstanceOf(LockNotHeldException.class)
        .hasMessageContaining("commit refused");
    end.countDown();
    assertThat(section.get(30, SECONDS)).isEqualTo("committed");
    await()
        .untilAsserted(
            () ->
                assertThat(locks.tryAcquire(exclusive("r"))).hasValueSatisfying(LockHandle::close));
  }

  @Test
  void downgrade_letsReadersIn_andNoWriter() throws Exception {
    LockHandle handle = locks.acquire(exclusive("r"));
    Future<LockHandle> reader = start(() -> locks.acquire(shared("r").waitAtMost(LONG)));
    awaitWaiters(1);
    Future<LockHandle> writer = start(() -> locks.acquire(exclusive("r").waitAtMost(LONG)));
    awaitWaiters(2);

    handle.downgrade();

    LockHandle read = reader.get(30, SECONDS);
    assertThat(handle.mode()).isEqualTo(LockMode.SHARED);
    assertThat(handle.isHeld()).isTrue();
    awaitWaiters(1);
    handle.downgrade(); // again changes nothing
    handle.close();
    assertThat(writer.isDone()).isFalse();
    read.close();
    writer.get(30, SECONDS).close();
    assertThatThrownBy(handle::downgrade).isInstanceOf(LockNotHeldException.class);
  }

  @Test
  void aFencedWrite_leavesNothingBehind() throws Exception {
    AtomicFiles files = AtomicFiles.lockedBy(locks);
    LockHandle handle = locks.acquire(exclusive("r"));
    handle.close();
    assertThatThrownBy(() -> files.write(directory.resolve("x"), new byte[10], handle))
        .isInstanceOf(LockNotHeldException.class)
        .isNotInstanceOf(FileCommitException.class);
    try (var entries = Files.list(directory)) {
      assertThat(entries.map(path -> path.getFileName().toString())).isSubsetOf("locks");
    }
  }
}
