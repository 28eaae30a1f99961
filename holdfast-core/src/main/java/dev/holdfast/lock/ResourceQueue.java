package dev.holdfast.lock;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one resource in this process: who holds it, and the queue of those who wait.
 *
 * <p>Strictly first come, first served: only the first of the queue may take the lock, if the mode
 * of the holders allows it. Between being first and being granted it contends with other processes
 * for the {@link OuterLock}; it stays first meanwhile, so a process has one contender a resource.
 * It does not park then but sleeps where other processes wake it, and looks after its own process
 * (interrupts, the end of its manager) each time it wakes.
 *
 * <p>Whoever leaves the queue or releases a handle unparks the new first. A waiter re-checks the
 * state under the monitor after each wake-up, so a wake-up too many does no harm; none is lost,
 * because the state changes under the monitor before the unpark, and an unpark before the park
 * makes the park return at once.
 *
 * <p>The monitor is held for short, non-blocking sections only.
 */
final class ResourceQueue {

  private final String resource;
  private final OuterLock outer;

  /** Users of this object: queued requests and held handles. Guarded by the domain's map. */
  int references;

  private final Set<Grant> holders = HashSet.newHashSet(2);
  private @Nullable LockMode heldMode;
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  ResourceQueue(String resource, OuterLock outer) {
    this.resource = resource;
    this.outer = outer;
  }

  String resource() {
    return resource;
  }

  /** Takes the lock if that needs no waiting. */
  synchronized @Nullable Grant tryAcquire(LockRequest request, DefaultLockManager manager) {
    if (first != null) {
      return null;
    }
    return attempt(request, manager, false);
  }

  /**
   * Takes the lock, waiting for it until {@code deadlineNanos} of {@link System#nanoTime}.
   *
   * @return null if it was not had in time
   */
  @Nullable Grant acquire(LockRequest request, DefaultLockManager manager, long deadlineNanos)
      throws InterruptedException {
    Waiter self = new Waiter(request, manager);
    synchronized (this) {
      append(self);
    }
    // From here on the waiter is in the queue: whatever happens, it leaves it and wakes the next.
    Grant grant = null;
    try {
      manager.waiting(self);
      grant = await(self, deadlineNanos);
      return grant;
    } finally {
      manager.noLongerWaiting(self);
      synchronized (this) {
        if (grant == null && first == self) {
          outer.abandon();
        }
        remove(self);
        wakeFirst();
      }
    }
  }

  private @Nullable Grant await(Waiter self, long deadlineNanos) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException(
            "interrupted while waiting for the lock '%s'; it is not held".formatted(resource));
      }
      self.manager.checkOpen(resource);
      boolean contending;
      synchronized (this) {
        contending = first == self && admits(self.request.mode());
        if (contending) {
          Grant grant = attempt(self.request, self.manager, true);
          if (grant != null) {
            return grant;
          }
        }
      }
      long remainingNanos = deadlineNanos - System.nanoTime();
      if (remainingNanos <= 0) {
        return null;
      }
      if (contending) {
        outer.sleep(remainingNanos);
      } else {
        LockSupport.parkNanos(this, remainingNanos);
      }
    }
  }

  /** Guarded by the monitor. */
  private @Nullable Grant attempt(LockRequest request, DefaultLockManager manager, boolean queues) {
    if (!admits(request.mode())) {
      return null;
    }
    OuterLock.Taken taken = outer.tryTake(request, queues);
    if (taken == null) {
      return null;
    }
    Grant grant = new Grant(this, manager, request, taken);
    holders.add(grant);
    heldMode = request.mode();
    return grant;
  }

  /** Guarded by the monitor. */
  private boolean admits(LockMode mode) {
    return heldMode == null || (heldMode == LockMode.SHARED && mode == LockMode.SHARED);
  }

  /** The handle is about to be released by one who never showed it to anybody. */
  synchronized void passOnDeath(Grant grant) {
    if (holders.contains(grant)) {
      outer.passOnDeath();
    }
  }

  /** Releases a handle, unless it was released before. */
  synchronized boolean release(Grant grant) {
    if (!holders.remove(grant)) {
      return false;
    }
    try {
      if (holders.isEmpty()) {
        heldMode = null;
        outer.release();
      }
    } finally {
      wakeFirst();
    }
    return true;
  }

  synchronized boolean isHeldBy(Grant grant) {
    return holders.contains(grant) && outer.intact();
  }

  /** Does the process keep the lock although nobody uses the queue? */
  synchronized boolean isKept() {
    return outer.isKept();
  }

  /** Gives up what is kept unless it was used since the last call; true if nothing is kept now. */
  synchronized boolean dropIfUnused() {
    return !outer.isKept() || outer.dropIfUnused();
  }

  /** Gives up what is kept. */
  synchronized void drop() {
    if (outer.isKept()) {
      outer.drop();
    }
  }

  /** Who holds and who waits, in this process and in others. */
  synchronized LockInfo describe() {
    List<LockInfo.Party> holding = new ArrayList<>();
    for (Grant grant : holders) {
      holding.add(grant.asParty());
    }
    List<LockInfo.Party> waiting = new ArrayList<>();
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      waiting.add(waiter.asParty());
    }
    LockInfo others = outer.others();
    holding.addAll(others.holders());
    waiting.addAll(others.waiters());
    return LockInfo.sorted(resource, holding, waiting);
  }

  /** Guarded by the monitor. */
  private void append(Waiter waiter) {
    Waiter before = last;
    waiter.previous = before;
    last = waiter;
    if (before == null) {
      first = waiter;
    } else {
      before.next = waiter;
    }
  }

  /** Guarded by the monitor. */
  private void remove(Waiter waiter) {
    Waiter before = waiter.previous;
    Waiter after = waiter.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
  }

  /** Guarded by the monitor. */
  private void wakeFirst() {
    if (first != null && admits(first.request.mode())) {
      LockSupport.unpark(first.thread);
    }
  }
}
