package dev.holdfast.server.doctor;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Do the locks of one process keep another one out, and are they freed when it is killed? */
final class LockCheck implements Check {

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final UnaryOperator<Path> elsewhere;
  private final Killer killer;

  LockCheck() {
    this(UnaryOperator.identity(), LockHolder::kill);
  }

  /**
   * To try the check itself.
   *
   * @param elsewhere the directory as the other process sees it
   * @param killer kills the other process
   */
  LockCheck(UnaryOperator<Path> elsewhere, Killer killer) {
    this.elsewhere = elsewhere;
    this.killer = killer;
  }

  /** Kills the other process. */
  @FunctionalInterface
  interface Killer {
    void kill(LockHolder holder) throws InterruptedException;
  }

  @Override
  public String name() {
    return "locks";
  }

  @Override
  public Finding run(Path scratch) throws IOException, InterruptedException {
    try (FileLockManager locks = FileLockManager.open(scratch);
        LockHolder holder = LockHolder.start(elsewhere.apply(scratch))) {
      for (LockRequest request :
          new LockRequest[] {
            LockRequest.exclusive(LockHolder.NAME), LockRequest.shared(LockHolder.NAME)
          }) {
        if (had(locks, request)) {
          return Finding.fail(
              "two processes had the same lock at once: nothing is safe", ELSEWHERE);
        }
      }
      killer.kill(holder);
      try (LockHandle _ =
          locks.acquire(LockRequest.exclusive(LockHolder.NAME).waitAtMost(PATIENCE))) {
        return Finding.ok("exclude between processes; freed when their process is killed");
      } catch (LockTimeoutException e) {
        return Finding.fail("a lock outlives its process, which was killed", ELSEWHERE);
      }
    }
  }

  /** Waits a little, so that all is tried that a waiter tries. */
  private static boolean had(FileLockManager locks, LockRequest request)
      throws InterruptedException {
    try (LockHandle _ = locks.acquire(request.waitAtMost(SHORT))) {
      return true;
    } catch (LockTimeoutException e) {
      return false;
    }
  }
}
