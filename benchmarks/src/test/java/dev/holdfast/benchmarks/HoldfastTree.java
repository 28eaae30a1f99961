package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A tree of files with the lock domain that every process which opens it shares.
 *
 * @param locks closed with it
 */
record HoldfastTree(FileTree tree, FileLockManager locks) implements AutoCloseable {

  /** The domain of a tree, in a directory that is not part of the tree. */
  static Path domain(Path directory) {
    return directory.resolve(".holdfast");
  }

  /** Opens a directory; finishes what a dead process left half done. */
  static HoldfastTree open(Path directory) throws IOException, InterruptedException {
    FileLockManager locks = FileLockManager.open(domain(directory));
    boolean done = false;
    try {
      HoldfastTree opened = new HoldfastTree(FileTree.open(directory, locks), locks);
      done = true;
      return opened;
    } finally {
      if (!done) {
        locks.close();
      }
    }
  }

  @Override
  public void close() {
    locks.close();
  }
}
