package dev.holdfast.lock.linear;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One lock, as the operations of a check see it. */
interface AnyLock {

  /** How long a wait is that must not end by itself. */
  Duration FOR_EVER = Duration.ofDays(1);

  /** What to call to release. */
  interface Held {
    void release();
  }

  /** Takes the lock if it can be had at once; null otherwise. */
  @Nullable Held tryAcquire(boolean exclusive);

  /** Takes the lock, waiting at most so long; null if it was not had. */
  @Nullable Held acquire(boolean exclusive, Duration wait) throws InterruptedException;

  /** The lock of a manager for the threads of a process. */
  final class Real implements AnyLock {
    private final LockManager manager = LockManager.inProcess();

    @Override
    public @Nullable Held tryAcquire(boolean exclusive) {
      LockHandle handle = manager.tryAcquire(request(exclusive)).orElse(null);
      return handle == null ? null : handle::close;
    }

    @Override
    public @Nullable Held acquire(boolean exclusive, Duration wait) throws InterruptedException {
      try {
        LockHandle handle = manager.acquire(request(exclusive).waitAtMost(wait));
        return handle::close;
      } catch (LockTimeoutException e) {
        return null;
      }
    }

    private static LockRequest request(boolean exclusive) {
      return exclusive ? LockRequest.exclusive("r") : LockRequest.shared("r");
    }
  }
}
