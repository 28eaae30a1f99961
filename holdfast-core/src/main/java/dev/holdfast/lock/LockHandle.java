package dev.holdfast.lock;

/**
 * The right to a resource, from the grant until {@link #close}.
 *
 * <p>The handle owns the lock, not the thread that acquired it: any thread may use and close it. If
 * the process dies, the kernel frees the lock.
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

  /** Is the lock still held through this handle? False for good once closed or lost. */
  boolean isHeld();

  /** Releases the lock and lets the next waiter in. Idempotent, from any thread. */
  @Override
  void close();
}
