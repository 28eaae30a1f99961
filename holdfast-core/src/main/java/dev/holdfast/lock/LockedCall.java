package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/**
 * An operation that runs under a lock and returns something.
 *
 * @param <T> what it returns
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface LockedCall<T extends @Nullable Object, E extends Exception> {
  /** Runs the operation. */
  T call() throws E;
}
