package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/** What the owner of a grant has in hands: the grant itself is known to its queue as well. */
final class TrackedHandle implements LockHandle {
  private final Grant grant;

  TrackedHandle(Grant grant) {
    this.grant = grant;
  }

  Grant grant() {
    return grant;
  }

  @Override
  public String resource() {
    return grant.resource();
  }

  @Override
  public LockMode mode() {
    return grant.mode();
  }

  @Override
  public long token() {
    return grant.token();
  }

  @Override
  public boolean previousOwnerDied() {
    return grant.previousOwnerDied();
  }

  @Override
  public boolean isHeld() {
    return grant.isHeld();
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T whileHeld(
      String what, LockedCall<T, E> section) throws E {
    return grant.whileHeld(what, section);
  }

  @Override
  public void downgrade() {
    grant.downgrade();
  }

  @Override
  public void close() {
    grant.close();
  }

  @Override
  public String toString() {
    return grant.toString();
  }
}
