package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/** A lock was not had, or is not held any more. The message says who is in the way. */
public abstract sealed class LockException extends RuntimeException
    permits DeadlockException,
        LockFailedException,
        LockHoldTimeoutException,
        LockManagerClosedException,
        LockNotHeldException,
        LockTimeoutException,
        LockUpgradeException {

  private static final long serialVersionUID = 1;

  private final String resource;

  LockException(String message, String resource, @Nullable Throwable cause) {
    super(message, cause);
    this.resource = resource;
  }

  /** The name of the resource. */
  public final String resource() {
    return resource;
  }
}
