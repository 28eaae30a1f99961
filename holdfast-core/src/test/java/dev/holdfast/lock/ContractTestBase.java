package dev.holdfast.lock;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manager of some kind of domain, threads that use it, and the check that nothing is left. */
@Timeout(60)
abstract class ContractTestBase {

  static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Domains domain;
  LockManager locks;

  ContractTestBase(Domains domain) {
    this.domain = domain;
  }

  @BeforeEach
  void openManager() throws IOException {
    locks = domain.open(directory.resolve("locks"));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, SECONDS)).as("every thread came back").isTrue();
    // Threads of cancelled operations may be on their last steps.
    await()
        .untilAsserted(
            () -> {
              assertThat(locks.inspect()).as("holders and waiters left behind").isEmpty();
              assertThat(locks.metrics().held()).isZero();
              assertThat(locks.metrics().waiting()).isZero();
            });
    locks.close();
  }

  /** Runs a task on a virtual thread of its own. */
  <T> Future<T> start(Callable<T> task) {
    return threads.submit(task);
  }

  void awaitWaiters(int count) {
    await().until(() -> locks.metrics().waiting() == count);
  }

  static Throwable failureOf(Future<?> future) {
    Throwable thrown = catchThrowable(() -> future.get(30, SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }
}
