package dev.holdfast.file;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands around the one step of each change that makes it visible, such as the rename that puts new
 * content into place: all that was slow, writing and syncing, is done before it. And around the
 * acquisition of a lock under which a file is read before it is changed.
 */
public interface CommitGuard {

  /** Lets every step pass. */
  CommitGuard NONE =
      new CommitGuard() {
        @Override
        public <T> T commit(List<Path> paths, LockedCall<T, IOException> step) throws IOException {
          return step.call();
        }
      };

  /**
   * Acquires a lock under which a file is then read, changed and written again. When this returns,
   * whatever must be in place before the file is read is in place.
   *
   * @throws IOException if it cannot be brought there; then no lock is held
   */
  default LockHandle acquire(LockManager locks, LockRequest request)
      throws IOException, InterruptedException {
    return locks.acquire(request);
  }

  /**
   * Runs the step, exactly once, or throws before it ran.
   *
   * @param paths the names that the step creates, replaces or removes, each in its real directory
   * @param step makes the change visible; takes microseconds
   * @return what the step returned
   */
  <T> T commit(List<Path> paths, LockedCall<T, IOException> step) throws IOException;
}
