package dev.holdfast.lock;

/** Something was to be done under a lock that is not held any more; it was not done. */
public final class LockNotHeldException extends LockException {

  private static final long serialVersionUID = 1;

  /** Refuses {@code operation}, which needs {@code handle}. */
  public LockNotHeldException(String operation, LockHandle handle) {
    super(
        "%s refused: the lock '%s' (token %d) is no longer held; acquire it again and repeat"
            .formatted(operation, handle.resource(), handle.token()),
        handle.resource(),
        null);
  }
}
