package dev.holdfast.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An operation kept its lock longer than its request allowed, and was interrupted. It has ended by
 * now; what it returned is lost, what it threw is the cause. Under {@link Overrun#FENCE} the lock
 * was passed on at the timeout, and what the operation tried to commit afterwards was refused.
 */
public final class LockHoldTimeoutException extends LockException {

  private static final long serialVersionUID = 1;

  private final Duration held;

  LockHoldTimeoutException(
      LockRequest request, Duration allowed, Duration held, @Nullable Throwable cause) {
    super(
        "the operation under the lock '%s'%s took %d ms, %d ms were allowed; it was interrupted%s"
            .formatted(
                request.resource(),
                request.purpose().isEmpty() ? "" : " (purpose: " + request.purpose() + ")",
                held.toMillis(),
                allowed.toMillis(),
                request.onOverrun() == Overrun.FENCE
                    ? " and the lock passed on: repeat the operation"
                    : ". The lock passed on when it had ended"),
        request.resource(),
        cause);
    this.held = held;
  }

  /** How long the operation ran. */
  public Duration held() {
    return held;
  }
}
