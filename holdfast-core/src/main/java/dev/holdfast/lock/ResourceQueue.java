package dev.holdfast.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one resource in this process: who holds it, and the queue of those who wait.
 *
 * <p>Strictly first come, first served: only the first of the queue may take the lock, if the mode
 * of the holders allows it; readers that stand together before a writer are let in one after the
 * other. Between being first and being granted it contends with other processes for the {@link
 * OuterLock}; it stays first meanwhile, so a process has one contender a resource. It does not park
 * then but sleeps where other processes wake it, and looks after its own process (interrupts, the
 * end of its manager) each time it wakes.
 *
 * <p>Whoever leaves the queue or releases a handle unparks the new first. A waiter re-checks the
 * state under the monitor after each wake-up, so a wake-up too many does no harm; none is lost,
 * because the state changes under the monitor before the unpark, and an unpark before the park
 * makes the park return at once.
 *
 * <p>The monitor is held for short, non-blocking sections only.
 */
final class ResourceQueue {

  private static final VarHandle USERS;

  static {
    try {
      USERS = MethodHandles.lookup().findVarHandle(ResourceQueue.class, "users", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** No longer in the domain; whoever finds it there must look again. */
  private static final int RETIRED = -1;

  private final String resource;
  private final LockDomain domain;
  private final OuterLock outer;

  /** Queued requests and held handles, or {@link #RETIRED}. */
  private volatile int users = 1;

  // Who holds, linked in the order of their grants. Guarded by the monitor.
  private @Nullable Grant firstHolder;
  private @Nullable LockMode heldMode;

  // Who waits, in the order of their arrival. Guarded by the monitor.
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /** With one user: whoever makes it. */
  ResourceQueue(String resource, LockDomain domain) {
    this.resource = resource;
    this.domain = domain;
    this.outer = domain.outerLockOf(resource, this);
  }

  String resource() {
    return resource;
  }

  /** One more user; false if it is retired. */
  boolean retain() {
    int now = users;
    while (now != RETIRED) {
      if (USERS.compareAndSet(this, now, now + 1)) {
        return true;
      }
      now = users;
    }
    return false;
  }

  /** One user less; returns how many are left. */
  int releaseUser() {
    return (int) USERS.getAndAdd(this, -1) - 1;
  }

  boolean isInUse() {
    return users > 0;
  }

  /** Ends the life of a queue without users; false if it has some, or is retired already. */
  boolean retire() {
    if (!USERS.compareAndSet(this, 0, RETIRED)) {
      return false;
    }
    synchronized (this) {
      outer.drop();
    }
    return true;
  }

  /** Takes the lock if that needs no waiting. */
  synchronized @Nullable Grant tryAcquire(
      LockRequest request, DefaultLockManager manager, long nowNanos) {
    return first == null ? attempt(request, manager, nowNanos, false) : null;
  }

  /**
   * Takes the lock, waiting for it until {@code deadlineNanos} of {@link System#nanoTime}.
   *
   * @return null if it was not had in time
   * @throws DeadlockException if the wait would close a circle of waits
   */
  @Nullable Grant acquire(LockRequest request, DefaultLockManager manager, long deadlineNanos)
      throws InterruptedException {
    Waiter self = new Waiter(request, manager, this);
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
    try (DeadlockSearch deadlocks = new DeadlockSearch(self, domain, outer)) {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException(
              "interrupted while waiting for the lock '%s'; it is not held".formatted(resource));
        }
        self.manager.checkOpen(resource);
        long nowNanos = System.nanoTime();
        boolean contending;
        synchronized (this) {
          contending = first == self && admits(self.request.mode());
          if (contending) {
            Grant grant = attempt(self.request, self.manager, nowNanos, true);
            if (grant != null) {
              return grant;
            }
          }
        }
        long remainingNanos = deadlineNanos - nowNanos;
        deadlocks.look(nowNanos);
        if (remainingNanos <= 0) {
          return null;
        }
        long pauseNanos = deadlocks.beforePause(remainingNanos, nowNanos);
        if (contending) {
          outer.sleep(pauseNanos);
        } else {
          LockSupport.parkNanos(this, pauseNanos);
        }
      }
    }
  }

  /** Guarded by the monitor. */
  private @Nullable Grant attempt(
      LockRequest request, DefaultLockManager manager, long nowNanos, boolean queues) {
    if (!admits(request.mode())) {
      return null;
    }
    OuterLock.Taken taken = outer.tryTake(request, queues);
    if (taken == null) {
      return null;
    }
    Grant grant = new Grant(this, manager, request, taken, nowNanos);
    grant.nextHolder = firstHolder;
    if (firstHolder != null) {
      firstHolder.previousHolder = grant;
    }
    firstHolder = grant;
    heldMode = request.mode();
    return grant;
  }

  /** Guarded by the monitor. */
  private boolean admits(LockMode mode) {
    return heldMode == null || (heldMode == LockMode.SHARED && mode == LockMode.SHARED);
  }

  /** The handle is about to be released by one who never showed it to anybody. */
  synchronized void passOnDeath(Grant grant) {
    if (grant.state == Grant.State.HELD) {
      outer.passOnDeath();
    }
  }

  /**
   * Ends a hold, unless it was ended before. While the grant is in a section that must not be
   * overtaken ({@link Grant#whileHeld}), it loses its right at once and the lock passes on when the
   * section ends.
   *
   * @param end how: {@link Grant.State#RELEASED} or {@link Grant.State#FENCED}
   * @return does the lock pass on now? Then its bookkeeping is the caller's
   */
  synchronized boolean end(Grant grant, Grant.State end) {
    if (grant.state != Grant.State.HELD) {
      return false;
    }
    grant.state = end;
    if (grant.sections > 0) {
      return false;
    }
    passOn(grant);
    return true;
  }

  /** Guarded by the monitor. */
  private void passOn(Grant grant) {
    unlink(grant);
    try {
      if (firstHolder == null) {
        heldMode = null;
        outer.release();
      }
    } finally {
      wakeFirst();
    }
  }

  private void unlink(Grant grant) {
    Grant before = grant.previousHolder;
    Grant after = grant.nextHolder;
    if (before == null) {
      firstHolder = after;
    } else {
      before.nextHolder = after;
    }
    if (after != null) {
      after.previousHolder = before;
    }
    grant.previousHolder = null;
    grant.nextHolder = null;
  }

  /** Begins a section that the end of the hold must wait for; false if the hold has ended. */
  synchronized boolean beginSection(Grant grant) {
    if (grant.state != Grant.State.HELD || !outer.intact()) {
      return false;
    }
    grant.sections++;
    return true;
  }

  /** Ends a section; true if the hold had ended meanwhile and the lock passes on now. */
  synchronized boolean endSection(Grant grant) {
    if (--grant.sections > 0 || grant.state == Grant.State.HELD) {
      return false;
    }
    passOn(grant);
    return true;
  }

  /** Turns an exclusive hold into a shared one; false if the hold has ended. */
  synchronized boolean downgrade(Grant grant) {
    if (grant.state != Grant.State.HELD) {
      return false;
    }
    if (heldMode == LockMode.EXCLUSIVE) {
      outer.downgrade();
      heldMode = LockMode.SHARED;
      grant.mode = LockMode.SHARED;
      wakeFirst();
    }
    return true;
  }

  synchronized boolean isHeldBy(Grant grant) {
    return grant.state == Grant.State.HELD && outer.intact();
  }

  /**
   * The holders that a waiter of this queue waits for, itself or through those before it; none if
   * it waits no longer, or only for other processes.
   */
  synchronized List<WaitGraph.Blocker> blockersOf(Waiter waiter) {
    // A reader among readers waits for them too if a writer stands between.
    if (!waiter.queued || (first == waiter && admits(waiter.request.mode()))) {
      return List.of();
    }
    List<WaitGraph.Blocker> found = new ArrayList<>(2);
    for (Grant grant = firstHolder; grant != null; grant = grant.nextHolder) {
      if (!grant.request.isDetached()) {
        found.add(new WaitGraph.Blocker(grant.thread, grant.request));
      }
    }
    return found;
  }

  /** Does this thread hold the resource? */
  synchronized boolean isHeldBy(Thread thread) {
    for (Grant grant = firstHolder; grant != null; grant = grant.nextHolder) {
      if (grant.thread == thread && !grant.request.isDetached()) {
        return true;
      }
    }
    return false;
  }

  /** Who holds and who waits, in this process and in others. */
  synchronized LockInfo describe() {
    List<LockInfo.Party> holding = new ArrayList<>();
    for (Grant grant = firstHolder; grant != null; grant = grant.nextHolder) {
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
    waiter.queued = true;
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
    waiter.queued = false;
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
