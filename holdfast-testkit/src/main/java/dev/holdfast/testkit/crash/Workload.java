package dev.holdfast.testkit.crash;

import java.nio.file.Path;

/**
 * The code under test, as it is recorded.
 *
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface Workload<E extends Exception> {

  /**
   * Changes files.
   *
   * @param root an empty directory, or one that was set up; of a file system of its own
   * @param marks to tell how far it has got
   */
  void run(Path root, Marks marks) throws E;
}
