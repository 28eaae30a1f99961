package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/**
 * The holds that the running operation is part of and that its own requests may join.
 *
 * <p>They are a scoped value: they end with the operation, and threads that it forks with
 * structured concurrency have them too.
 */
final class Reentrance {
  private Reentrance() {}

  private static final ScopedValue<Hold> HOLDS = ScopedValue.newInstance();

  /** The innermost hold and, linked, those around it. */
  private record Hold(LockDomain domain, Grant grant, @Nullable Hold outer) {}

  /**
   * The hold that a request joins, or null if it asks for itself.
   *
   * @throws LockUpgradeException if the hold is shared and the request exclusive
   */
  static @Nullable Grant joined(LockDomain domain, LockRequest request) {
    if (!request.isReentrant() || !HOLDS.isBound()) {
      return null;
    }
    for (Hold hold = HOLDS.get(); hold != null; hold = hold.outer) {
      Grant grant = hold.grant;
      if (hold.domain.equals(domain)
          && grant.resource().equals(request.resource())
          && grant.state == Grant.State.HELD) {
        if (grant.mode() == LockMode.SHARED && request.mode() == LockMode.EXCLUSIVE) {
          throw new LockUpgradeException(request);
        }
        return grant;
      }
    }
    return null;
  }

  /** The operation, with its hold among those that its requests may join. */
  static <T extends @Nullable Object, E extends Exception> HandleCall<T, E> scope(
      LockDomain domain, HandleCall<T, E> operation) {
    return handle -> {
      Hold outer = HOLDS.isBound() ? HOLDS.get() : null;
      return ScopedValue.where(HOLDS, new Hold(domain, (Grant) handle, outer))
          .call(() -> operation.call(handle));
    };
  }
}
