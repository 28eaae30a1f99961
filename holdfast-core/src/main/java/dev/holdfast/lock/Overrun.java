package dev.holdfast.lock;

/** What happens to a lock whose hold timeout runs out while the operation still runs. */
public enum Overrun {
  /** The operation is interrupted; the lock passes on when it has really ended. */
  WAIT,
  /**
   * The operation is interrupted and the lock passes on at once. The old handle is worth nothing
   * from then on: every later commit through it is refused.
   */
  FENCE
}
