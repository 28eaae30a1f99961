package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/**
 * An operation that runs under a lock and sees its handle.
 *
 * @param <T> what it returns
 * @param <E> what it may throw
 */
@FunctionalInterface
public interface HandleCall<T extends @Nullable Object, E extends Exception> {
  /** Runs the operation while {@code handle} is held. */
  T call(LockHandle handle) throws E;
}
