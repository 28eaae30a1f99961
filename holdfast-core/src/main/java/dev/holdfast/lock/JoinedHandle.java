package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/** The hold of an outer operation in the hands of an inner one, which cannot release it. */
final class JoinedHandle implements LockHandle {
  private final Grant outer;
  private volatile boolean closed;

  JoinedHandle(Grant outer) {
    this.outer = outer;
  }

  @Override
  public String resource() {
    return outer.resource();
  }

  @Override
  public LockMode mode() {
    return outer.mode();
  }

  @Override
  public long token() {
    return outer.token();
  }

  @Override
  public boolean previousOwnerDied() {
    return outer.previousOwnerDied();
  }

  @Override
  public boolean isHeld() {
    return !closed && outer.isHeld();
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T whileHeld(
      String what, LockedCall<T, E> section) throws E {
    if (closed) {
      throw new LockNotHeldException(what, this);
    }
    return outer.whileHeld(what, section);
  }

  /** Refused: the outer operation counts on what it has. */
  @Override
  public void downgrade() {
    throw new IllegalStateException(
        "the lock '%s' belongs to an outer operation, which alone may downgrade it"
            .formatted(resource()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
