package dev.holdfast.lock;

/**
 * An operation that runs under a lock and returns nothing.
 *
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface LockedRun<E extends Exception> {
  /** Runs the operation. */
  void run() throws E;
}
