package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/**
 * The lock could not be asked for: the operating system refused for another reason than that
 * somebody holds it, or the lock directory was deleted or replaced. Nothing is held.
 */
public final class LockFailedException extends LockException {

  private static final long serialVersionUID = 1;

  LockFailedException(String message, String resource, @Nullable Throwable cause) {
    super(message, resource, cause);
  }
}
