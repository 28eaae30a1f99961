package dev.holdfast.file;

import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Stands around the one step of each change that makes it visible, such as the rename that puts new
 * content into place: all that was slow, writing and syncing, is done before it.
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
   * Runs the step, exactly once, or throws before it ran.
   *
   * @param paths the names that the step creates, replaces or removes, each in its real directory
   * @param step makes the change visible; takes microseconds
   * @return what the step returned
   */
  <T> T commit(List<Path> paths, LockedCall<T, IOException> step) throws IOException;
}
