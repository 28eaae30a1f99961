package dev.holdfast.lock;

/**
 * A holder that shares a resource asked for it exclusively. Two holders that did so would wait for
 * each other for ever, so it is refused: take the resource exclusively from the start, or release
 * it, acquire it exclusively and look at it again.
 */
public final class LockUpgradeException extends LockException {

  private static final long serialVersionUID = 1;

  LockUpgradeException(LockRequest request) {
    super(
        ("lock '%s' not acquired: it is held shared here, and a shared hold is never turned into an"
                + " exclusive one. Acquire it exclusively from the start, or release it first")
            .formatted(request.resource()),
        request.resource(),
        null);
  }
}
