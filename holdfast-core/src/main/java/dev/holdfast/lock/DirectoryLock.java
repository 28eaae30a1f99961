package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.KernelLock;
import dev.holdfast.internal.domain.LockRecord;
import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one resource, held by this process against others: the kernel lock decides, tickets
 * give an order, bells wake, and a published record tells who it is.
 *
 * <p>See decisions 0007 (waiting) and 0006 (keeping the kernel lock while nobody wants it).
 */
final class DirectoryLock implements OuterLock {

  private static final int UNPUBLISHED = -1;

  // Nobody rings for a dead holder, so a waiter looks again by itself: often at first, when the
  // next owner is most eager, and then less often, because each look costs some 100 us.
  private static final long RECHECK_NANOS = 5_000_000;
  private static final long LATER_RECHECK_NANOS = 25_000_000;
  private static final long EAGER_NANOS = 250_000_000;

  // Without bells: pauses that grow with the time waited, so that the delay after a release is a
  // fraction of the wait.
  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 3_000_000;

  /** Many times the longest pause between two attempts of the process whose turn it is. */
  private static final long PATIENCE_NANOS = 50_000_000;

  private final DirectoryDomain domain;
  private final DomainFile file;
  private final String resource;
  private final long key;
  private final KernelLock lock;
  private final Object monitor;

  // The contender of this process.
  private boolean claimed;
  private boolean waits;
  private int wait = UNPUBLISHED;
  private long ticket;
  private long waitsSinceNanos;
  private int bell;
  private long pauseNanos;

  // While it is not the contender's turn: is the lock free all the time, and since when?
  private boolean looksFree;
  private long freeSinceNanos;

  // What this process holds. The record stays while the lock is kept without being held.
  private boolean held;
  private boolean joined;
  private int hold = UNPUBLISHED;
  private @Nullable String publishedThread;
  private @Nullable String publishedPurpose;

  /** Is somebody ready to give the lock up if it is kept and no longer used? */
  private boolean watched;

  /** Counts how often the lock was taken: was it used since the last look? */
  private long uses;

  private long usesSeen;

  /** Everything here is guarded by {@code monitor}. */
  DirectoryLock(DirectoryDomain domain, DomainFile file, String resource, Object monitor) {
    this.monitor = monitor;
    this.domain = domain;
    this.file = file;
    this.resource = resource;
    this.key = DomainFile.keyOf(resource);
    this.lock = file.lock(key);
  }

  @Override
  public @Nullable Taken tryTake(LockRequest request, boolean queues) {
    try {
      boolean shared = request.mode() == LockMode.SHARED;
      if (lock.isIdle()) {
        if (!shared && !file.isWanted(key) && domain.looksIntact() && lock.tryRetake()) {
          return retaken(request);
        }
        giveUpIdle();
      }
      domain.checkIntact(resource);
      if (!claimed) {
        claimed = domain.claim(key);
      }
      if (queues && !waits && !held) {
        publishWish(request);
      }
      if (wait != UNPUBLISHED) {
        bell = file.bell(wait);
      }
      if (claimed && (held || (isTurn(shared) && lock.tryTake(shared)))) {
        return taken(request);
      }
      if (!queues) {
        abandon();
      }
      return null;
    } catch (IOException e) {
      abandon();
      throw failed(e);
    }
  }

  private void publishWish(LockRequest request) {
    waits = true;
    waitsSinceNanos = System.nanoTime();
    pauseNanos = FIRST_PAUSE_NANOS;
    ticket = file.nextTicket();
    wait = file.publish(key, record(request, waiting(request.mode()), 0));
    if (wait != UNPUBLISHED) {
      file.want(key); // after the wish can be seen
    } else {
      ticket = Long.MAX_VALUE; // nobody can see it: the last of all
    }
  }

  private boolean isTurn(boolean shared) throws IOException {
    if (file.isTurnOf(key, waits ? ticket : Long.MAX_VALUE, shared)) {
      looksFree = false;
      return true;
    }
    return waits && nobodyTakesIt();
  }

  /**
   * Has the lock been free at every look for so long that the process whose turn it is must be
   * stopped? Who holds a lock may be stopped and keep it; who only waits must not keep others from
   * it.
   */
  private boolean nobodyTakesIt() throws IOException {
    if (!lock.isFree()) {
      looksFree = false;
      return false;
    }
    long now = System.nanoTime();
    if (!looksFree) {
      looksFree = true;
      freeSinceNanos = now;
    }
    return now - freeSinceNanos > PATIENCE_NANOS;
  }

  private Taken retaken(LockRequest request) {
    held = true;
    uses++;
    long token = file.nextToken();
    Thread thread = Thread.currentThread();
    if (thread.getName().equals(publishedThread) && request.purpose().equals(publishedPurpose)) {
      file.change(hold, State.HOLDS_EXCLUSIVE, domain.aboutNowMillis(), token, threadId(request));
    } else if (hold != UNPUBLISHED) {
      file.change(hold, record(request, State.HOLDS_EXCLUSIVE, token));
    }
    return new Taken(token, false);
  }

  private Taken taken(LockRequest request) throws IOException {
    boolean exclusive = request.mode() == LockMode.EXCLUSIVE;
    boolean first = !held;
    held = true;
    uses++;
    joined = joined && !first;
    long token = 0;
    boolean ownerDied = false;
    try {
      if (exclusive) {
        token = file.nextToken();
      }
      if (first) {
        // Publish before clearing the dead: if we die in between, our record tells of it.
        LockRecord content = record(request, holding(request.mode()), token);
        if (wait == UNPUBLISHED) {
          hold = file.publish(key, content);
        } else {
          hold = wait;
          wait = UNPUBLISHED;
          file.change(hold, content);
        }
        ownerDied = exclusive && file.clearDeadHolders(key, hold);
      } else if (!joined) {
        // The record speaks of one thread; with several no circle is looked for through them.
        joined = true;
        file.change(hold, State.HOLDS_SHARED, System.currentTimeMillis(), 0, 0);
      }
      forgetContender();
      return new Taken(token, ownerDied);
    } catch (IOException | RuntimeException | Error e) {
      if (first) {
        release();
      }
      throw e;
    }
  }

  @Override
  public void sleep(long nanos) {
    if (wait != UNPUBLISHED && file.hasBells()) {
      domain.startBellThread(); // wakes virtual threads
      boolean eager = System.nanoTime() - waitsSinceNanos < EAGER_NANOS;
      file.sleep(wait, bell, Math.min(nanos, eager ? RECHECK_NANOS : LATER_RECHECK_NANOS));
    } else {
      long jittered = pauseNanos / 2 + ThreadLocalRandom.current().nextLong(pauseNanos);
      LockSupport.parkNanos(this, Math.min(nanos, jittered));
      pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos + pauseNanos / 2);
    }
  }

  @Override
  public ShownWait show(LockRequest request) {
    State state =
        request.mode() == LockMode.EXCLUSIVE ? State.QUEUED_EXCLUSIVE : State.QUEUED_SHARED;
    return new PublishedWait(file, key, newRecord(request, state, 0, file.nextTicket()));
  }

  @Override
  public void abandon() {
    boolean waited = waits;
    forgetContender();
    if (held) {
      return;
    }
    if (!lock.isIdle()) {
      unclaim();
    }
    if (waited) {
      file.ringFor(key); // a ring may have come for the wish that is no more
    }
  }

  private void forgetContender() {
    file.withdraw(wait);
    wait = UNPUBLISHED;
    waits = false;
    looksFree = false;
  }

  private void unclaim() {
    if (claimed) {
      claimed = false;
      domain.unclaim(key);
    }
  }

  @Override
  public void passOnDeath() {
    file.orphan(hold);
    hold = UNPUBLISHED;
  }

  @Override
  public void downgrade() {
    try {
      lock.downgrade();
      joined = true;
      file.change(hold, State.HOLDS_SHARED, System.currentTimeMillis(), 0, 0);
      file.ringFor(key);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void release() {
    held = false;
    try {
      if (hold != UNPUBLISHED && lock.isKeepable() && isWatched()) {
        // Says "nobody holds" before the lock says so: if we die in between, nobody is missed.
        file.change(hold, State.NONE, 0, 0, 0);
        if (lock.releaseKeeping()) {
          return;
        }
        forgetHold();
      } else {
        // The record first: a record of a holder that nobody locks for tells of a death.
        forgetHold();
        lock.release();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (!lock.isIdle() && !waits) {
        unclaim();
      }
    }
    file.ringFor(key);
  }

  private boolean isWatched() {
    watched = watched || domain.mayKeep(this);
    return watched;
  }

  private void forgetHold() {
    file.withdraw(hold);
    hold = UNPUBLISHED;
    publishedThread = null;
    publishedPurpose = null;
  }

  /**
   * Called by the thread that watches over kept locks: gives the lock up if it was not used since
   * the last call.
   *
   * @return need it no longer be watched?
   */
  boolean dropIfUnused() {
    synchronized (monitor) {
      boolean used = uses != usesSeen;
      usesSeen = uses;
      if (used || held) {
        return false;
      }
      drop();
      return true;
    }
  }

  @Override
  public void drop() {
    watched = false;
    if (!lock.isIdle()) {
      return;
    }
    try {
      giveUpIdle();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (!waits) {
        unclaim();
      }
    }
  }

  /** Gives up the lock that is kept, if it is. */
  private void giveUpIdle() throws IOException {
    forgetHold();
    lock.giveUp();
    file.ringFor(key); // for those who looked when the right was given up, but not yet the lock
  }

  @Override
  public boolean intact() {
    return domain.intact();
  }

  @Override
  public LockInfo others() {
    try {
      return DirectoryDomain.describe(resource, file.othersOf(key));
    } catch (IOException e) {
      return new LockInfo(resource, List.of(), List.of());
    }
  }

  private LockRecord record(LockRequest request, State state, long token) {
    publishedThread = Thread.currentThread().getName();
    publishedPurpose = request.purpose();
    return newRecord(request, state, token, ticket);
  }

  private LockRecord newRecord(LockRequest request, State state, long token, long ofTicket) {
    return new LockRecord(
        state,
        file.slot(),
        file.incarnation(),
        System.currentTimeMillis(),
        token,
        DefaultLockManager.PID,
        ofTicket,
        threadId(request),
        resource,
        Thread.currentThread().getName(),
        request.purpose());
  }

  /** Who is to be found in a circle of waits; 0 if nobody knows who will release the lock. */
  private static long threadId(LockRequest request) {
    return request.isDetached() ? 0 : Thread.currentThread().threadId();
  }

  private LockFailedException failed(IOException cause) {
    return new LockFailedException(
        "lock '%s' failed: %s. Is %s on a file system with working locks?"
            .formatted(resource, cause.getMessage(), file.path()),
        resource,
        cause);
  }

  private static State waiting(LockMode mode) {
    return mode == LockMode.EXCLUSIVE ? State.WAITS_EXCLUSIVE : State.WAITS_SHARED;
  }

  private static State holding(LockMode mode) {
    return mode == LockMode.EXCLUSIVE ? State.HOLDS_EXCLUSIVE : State.HOLDS_SHARED;
  }
}
