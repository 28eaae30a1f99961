package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/**
 * The right to a resource, from the grant until {@link #close}.
 *
 * <p>The handle owns the lock, not the thread that acquired it: any thread may use and close it. If
 * the process dies, the kernel frees the lock. A handle that is dropped without being closed keeps
 * the lock until the process ends; a warning in the log says where it was acquired, for the first
 * thousand handles of a manager and some of the later ones, or for all with {@code
 * -Ddev.holdfast.locks.leaks=always}.
 */
public interface LockHandle extends AutoCloseable {

  /** The name of the locked resource. */
  String resource();

  /** Shared or exclusive. */
  LockMode mode();

  /**
   * The fencing token of an exclusive grant: larger than that of every earlier exclusive grant of
   * the same resource in its lock domain. Zero for a shared grant.
   */
  long token();

  /**
   * Did the last exclusive holder die without releasing? Then what it was changing may be half
   * done, and this holder, the first one after it, is the one to repair it.
   */
  boolean previousOwnerDied();

  /** Is the lock still held through this handle? False for good once closed, fenced or lost. */
  boolean isHeld();

  /**
   * Runs a short section, such as the step that makes a change visible, during which the lock is
   * certainly held: if the handle is closed or fenced meanwhile, it is worth nothing from that
   * moment on, but the lock passes on only when the section has ended. All commits of {@link
   * dev.holdfast.file.AtomicFiles} with a handle run so.
   *
   * @param what the section in a few words, for the message of the exception
   * @return what the section returns
   * @throws LockNotHeldException if the lock is not held any more; the section has not run
   * @throws E what the section throws
   */
  <T extends @Nullable Object, E extends Exception> T whileHeld(
      String what, LockedCall<T, E> section) throws E;

  /**
   * Turns an exclusive hold into a shared one without a moment in which another writer could get
   * in; readers that wait first in line are let in. Does nothing to a shared hold. The token stays.
   * There is no way back: an upgrade would deadlock with another one.
   *
   * <p>Where the system cannot change a lock in place (the {@code FileChannel} provider), readers
   * of other processes still wait for the release.
   *
   * @throws LockNotHeldException if the lock is not held any more
   * @throws IllegalStateException if the hold belongs to an outer operation that this one joined
   */
  void downgrade();

  /** Releases the lock and lets the next waiter in. Idempotent, from any thread. */
  @Override
  void close();
}
