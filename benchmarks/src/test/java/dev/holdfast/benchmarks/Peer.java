package dev.holdfast.benchmarks;

/** One way of locking names between processes, as one process of a benchmark uses it. */
interface Peer extends AutoCloseable {

  /**
   * Waits until the lock of a name is had, however long that takes.
   *
   * @return what releases it; several names may be held at once
   */
  AutoCloseable acquire(String name) throws Exception;

  @Override
  default void close() throws Exception {}
}
