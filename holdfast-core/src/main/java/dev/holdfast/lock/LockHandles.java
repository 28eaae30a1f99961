package dev.holdfast.lock;

import java.util.List;

/** Several locks that were acquired together and are released together. */
public interface LockHandles extends AutoCloseable {

  /** One handle for each distinct resource, in the order of acquisition. */
  List<LockHandle> all();

  /**
   * The handle of {@code resource}.
   *
   * @throws IllegalArgumentException if it was not among the requests
   */
  LockHandle of(String resource);

  /** Releases all that is still held, the last acquired first. Idempotent, from any thread. */
  @Override
  void close();
}
