package dev.holdfast.internal.os;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeathWatchTest {

  private final AtomicInteger told = new AtomicInteger();
  private Process child;
  private LinuxProcess process;

  @BeforeEach
  void startChild() throws IOException {
    Assumptions.assumeTrue(
        LinuxProcess.self().namespace() != 0, "the end of a process can be watched on Linux alone");
    child = new ProcessBuilder("sleep", "600").start();
    String status = Files.readString(Path.of("/proc", String.valueOf(child.pid()), "stat"));
    // The 22nd field; see proc_pid_stat(5).
    long startTicks = Long.parseLong(status.split(" ", -1)[21]);
    process = new LinuxProcess(LinuxProcess.self().namespace(), child.pid(), startTicks);
  }

  @AfterEach
  void endAll() {
    if (child != null) {
      child.destroyForcibly();
    }
    DeathWatch.endIfUnused();
  }

  @Test
  void death_isToldToAllWhoWatch_once() {
    DeathWatch.Watch first = watch();
    DeathWatch.Watch second = watch();
    assertThat(first.hasEnded()).isFalse();

    child.destroyForcibly();

    await().until(() -> told.get() == 2);
    assertThat(first.hasEnded()).isTrue();
    assertThat(second.hasEnded()).isTrue();
    first.close();
    second.close();
    assertThat(told).hasValue(2);
  }

  @Test
  void death_isNotToldToWhoHasClosed() throws InterruptedException {
    watch().close();
    DeathWatch.Watch closed = watch();
    DeathWatch.Watch open = watch();
    closed.close();

    child.destroyForcibly();

    await().until(open::hasEnded);
    assertThat(told).hasValue(1);
    assertThat(closed.hasEnded()).isFalse();
  }

  @Test
  void deadProcess_isNotWatched() throws InterruptedException {
    child.destroyForcibly();
    child.waitFor();
    assertThat(DeathWatch.watch(process, told::incrementAndGet)).isNull();
  }

  @Test
  void numberThatWasUsedAgain_isNotWatched() {
    long another = process.startTicks() - 1;
    assertThat(
            DeathWatch.watch(
                new LinuxProcess(process.namespace(), process.pid(), another),
                told::incrementAndGet))
        .isNull();
  }

  @Test
  void processOfAnotherOrUnknownNamespace_isNotWatched() {
    for (long namespace : new long[] {0, process.namespace() + 1}) {
      assertThat(
              DeathWatch.watch(
                  new LinuxProcess(namespace, process.pid(), process.startTicks()),
                  told::incrementAndGet))
          .isNull();
    }
  }

  @Test
  void endIfUnused_leavesThoseWhoWatch() {
    DeathWatch.Watch watch = watch();
    DeathWatch.endIfUnused();

    child.destroyForcibly();

    await().until(watch::hasEnded);
    DeathWatch.endIfUnused();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("holdfast-deaths");
  }

  private DeathWatch.Watch watch() {
    return requireNonNull(DeathWatch.watch(process, told::incrementAndGet));
  }
}
