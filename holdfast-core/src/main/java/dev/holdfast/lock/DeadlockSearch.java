package dev.holdfast.lock;

import org.jspecify.annotations.Nullable;

/**
 * One wait's search for circles of waits that it closes: in this process when it begins, over
 * several processes from time to time while it lasts. Only who holds something can be part of a
 * circle; for all others there is nothing to do.
 *
 * <p>Used by the waiting thread alone, without the monitor of the queue.
 */
final class DeadlockSearch implements AutoCloseable {

  // How often a waiter looks for circles over several processes: often at first, because who closes
  // a circle gives way, and that is the last who began to wait.
  private static final long LOOK_NANOS = 20_000_000;
  private static final long LATER_LOOK_NANOS = 250_000_000;
  private static final long FIRST_LOOKS_NANOS = 1_000_000_000;

  /** Most waits end before: they are spared the trouble. */
  private static final long SHOWN_AFTER_NANOS = 10_000_000;

  private final Waiter waiter;
  private final LockDomain domain;
  private final OuterLock outer;

  private boolean begun;

  /** Does the waiting thread hold other resources? */
  private boolean holder;

  private OuterLock.@Nullable ShownWait shown;

  DeadlockSearch(Waiter waiter, LockDomain domain, OuterLock outer) {
    this.waiter = waiter;
    this.domain = domain;
    this.outer = outer;
  }

  /**
   * Looks for a circle over several processes, once the wait has lasted a while.
   *
   * @throws DeadlockException if there is one and this is the wait that has to give way
   */
  void look(long nowNanos) {
    if (shown != null) {
      shown.look();
    } else if (holder && nowNanos - waiter.sinceNanos > SHOWN_AFTER_NANOS) {
      shown = outer.show(waiter.request);
    }
  }

  /**
   * The waiter, which stands in its queue, is about to pause.
   *
   * @return for how long at the most, {@code nanos} or less
   * @throws DeadlockException if its wait closes a circle in this process
   */
  long beforePause(long nanos, long nowNanos) {
    if (!begun) {
      begun = true;
      holder = domain.isHolder(waiter.thread);
      if (holder) {
        domain.waitGraph.add(waiter);
      }
    }
    if (!holder) {
      return nanos;
    }
    boolean first = nowNanos - waiter.sinceNanos < FIRST_LOOKS_NANOS;
    return Math.min(nanos, first ? LOOK_NANOS : LATER_LOOK_NANOS);
  }

  /** The waiter waits no longer. */
  @Override
  public void close() {
    domain.waitGraph.remove(waiter);
    if (shown != null) {
      shown.end();
    }
  }
}
