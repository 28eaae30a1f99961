package dev.holdfast.testkit.hostile;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes some calls of a kind fail or do nothing. */
final class Fault {

  private final Call call;
  private final long first;
  private final long last;
  private final @Nullable String reason;
  private final AtomicLong calls = new AtomicLong();

  /**
   * A fault of the calls from {@code first} to {@code last}.
   *
   * @param reason of the failure; null: the call does nothing
   */
  Fault(Call call, long first, long last, @Nullable String reason) {
    if (first < 1) {
      throw new IllegalArgumentException("calls are counted from 1, not " + first);
    }
    this.call = call;
    this.first = first;
    this.last = last;
    this.reason = reason;
  }

  /** Counts a call; is it one of these? */
  boolean hits(Call made) {
    if (made != call) {
      return false;
    }
    long number = calls.incrementAndGet();
    return number >= first && number <= last;
  }

  @Nullable String reason() {
    return reason;
  }
}
