package dev.holdfast.benchmarks;

import java.nio.file.Path;

/** One way of copying a directory as of one instant while many threads replace files in it. */
interface SnapshotPeer extends AutoCloseable {

  /** How it is called in the table. */
  String title();

  /** Replaces a file durably; waits if a snapshot needs that. */
  void replace(int file, byte[] content) throws Exception;

  /** Takes a snapshot into a directory that does not exist yet. */
  void snapshot(Path into) throws Exception;

  /**
   * The longest time that anybody waited for the lock so far, in nanoseconds: what a write takes
   * beyond that is not because a snapshot keeps it out.
   */
  long longestWait();

  @Override
  default void close() throws Exception {}
}
