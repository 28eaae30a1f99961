package dev.holdfast.verify.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** L7: a handle that is dropped without being closed. */
class LeakReportTest {

  private final Logger logger = Logger.getLogger("dev.holdfast.lock.LeakReporter");
  private final List<String> reports = new CopyOnWriteArrayList<>();

  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          reports.add(new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
  }

  private static void forget(LockManager locks, String name) throws InterruptedException {
    assertThat(locks.acquire(exclusive(name).purpose("edit")).isHeld()).isTrue();
  }

  @Test
  void handleThatIsDropped_isReportedOnce_andItsLockStaysHeld() throws Exception {
    LockManager locks = LockManager.inProcess();
    forget(locks, "forgotten");
    await()
        .until(
            () -> {
              System.gc();
              return !reports.isEmpty();
            });
    assertThat(reports)
        .singleElement()
        .asString()
        .contains("'forgotten'")
        .contains("LeakReportTest.forget");
    assertThat(locks.tryAcquire(exclusive("forgotten"))).isEmpty();
  }

  @Test
  void handleThatIsClosed_isNotReported() throws Exception {
    LockManager locks = LockManager.inProcess();
    locks.acquire(exclusive("closed")).close();
    forget(locks, "forgotten later");
    await()
        .until(
            () -> {
              System.gc();
              return !reports.isEmpty();
            });
    assertThat(reports).hasSize(1);
  }
}
