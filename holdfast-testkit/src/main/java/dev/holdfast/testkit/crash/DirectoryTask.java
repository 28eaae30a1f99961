package dev.holdfast.testkit.crash;

import java.nio.file.Path;

/**
 * Something to do with a directory: set it up, or recover it.
 *
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface DirectoryTask<E extends Exception> {

  /** Does it. */
  void run(Path root) throws E;
}
