package dev.holdfast.lock;

import java.time.Duration;
import java.util.List;

/**
 * A lock was not had within the wait timeout; nothing is held. The message names the holder, its
 * process, since when and why it holds, and how many wait.
 */
public final class LockTimeoutException extends LockException {

  private static final long serialVersionUID = 1;

  private final Duration waited;
  private final transient List<LockInfo.Party> holders;

  LockTimeoutException(
      String message, String resource, Duration waited, List<LockInfo.Party> holders) {
    super(message, resource, null);
    this.waited = waited;
    this.holders = List.copyOf(holders);
  }

  /** How long the request queued. */
  public Duration waited() {
    return waited;
  }

  /** Those who held the lock when the request gave up, as far as they are known. */
  public List<LockInfo.Party> holders() {
    return holders == null ? List.of() : holders; // null after deserialization
  }
}
