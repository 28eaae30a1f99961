package dev.holdfast.tx;

import dev.holdfast.file.CommitGuard;
import dev.holdfast.internal.tree.Preserver;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets changes of single files take effect under the shared lock of their tree, and recovers before
 * a file is read to be changed.
 */
final class TreeGuard implements CommitGuard {

  private final TreeLock lock;
  private final Preserver preserver;

  TreeGuard(TreeLock lock, Preserver preserver) {
    this.lock = lock;
    this.preserver = preserver;
  }

  /**
   * What a dead holder left half done must be in place before the file is read, or its change would
   * be lost.
   */
  @Override
  public LockHandle acquire(LockManager locks, LockRequest request)
      throws IOException, InterruptedException {
    lock.refuseWhileReading("acquire a lock");
    return lock.recovered(locks.acquire(request));
  }

  @Override
  public <T> T commit(List<Path> paths, LockedCall<T, IOException> step) throws IOException {
    try {
      return lock.shared(
          () -> {
            for (Path path : paths) {
              preserver.beforeChange(path);
            }
            return step.call();
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for the lock of the tree");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
