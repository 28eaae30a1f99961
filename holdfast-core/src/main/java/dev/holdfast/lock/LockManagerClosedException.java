package dev.holdfast.lock;

/** The manager was closed before the lock was granted; nothing is held. */
public final class LockManagerClosedException extends LockException {

  private static final long serialVersionUID = 1;

  LockManagerClosedException(String resource) {
    super("lock '%s' not acquired: its lock manager is closed".formatted(resource), resource, null);
  }
}
