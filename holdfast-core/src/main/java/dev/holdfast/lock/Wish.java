package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.KernelLock;
import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The wish of this process for a resource while its contender waits: published for other processes,
 * with a ticket, a turn, and a sleep from which they wake it. See decision 0007.
 *
 * <p>Used by the contender alone: under the monitor of the resource's queue, {@link #sleep} apart.
 */
final class Wish {

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
  private final Publisher publisher;

  private boolean waits;
  private int place = Publisher.NOWHERE;
  private long ticket;
  private long sinceNanos;
  private int bell;
  private long pauseNanos;

  // While it is not its turn: is the lock free all the time, and since when?
  private boolean looksFree;
  private long freeSinceNanos;

  Wish(DirectoryDomain domain, DomainFile file, Publisher publisher) {
    this.domain = domain;
    this.file = file;
    this.publisher = publisher;
  }

  /** Does the contender wait? */
  boolean isMade() {
    return waits;
  }

  void make(LockRequest request) {
    waits = true;
    sinceNanos = System.nanoTime();
    pauseNanos = FIRST_PAUSE_NANOS;
    ticket = file.nextTicket();
    place =
        publisher.publish(
            request,
            request.mode() == LockMode.EXCLUSIVE ? State.WAITS_EXCLUSIVE : State.WAITS_SHARED,
            0,
            ticket);
    if (isPublished()) {
      file.want(publisher.key()); // after the wish can be seen
    } else {
      ticket = Long.MAX_VALUE; // nobody can see it: the last of all
    }
  }

  private boolean isPublished() {
    return place != Publisher.NOWHERE;
  }

  /** To be called before each attempt after which the contender may sleep. */
  void readBell() {
    if (isPublished()) {
      bell = file.bell(place);
    }
  }

  /** May the contender attempt, or one who does not wait at all? */
  boolean isTurn(boolean shared, KernelLock lock) throws IOException {
    if (file.isTurnOf(publisher.key(), waits ? ticket : Long.MAX_VALUE, shared)) {
      looksFree = false;
      return true;
    }
    return waits && nobodyTakes(lock);
  }

  /**
   * Has the lock been free at every look for so long that the process whose turn it is must be
   * stopped? Who holds a lock may be stopped and keep it; who only waits must not keep others from
   * it.
   */
  private boolean nobodyTakes(KernelLock lock) throws IOException {
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

  /** As {@link OuterLock#sleep}. */
  void sleep(long nanos) {
    if (isPublished() && file.hasBells()) {
      domain.startBellThread(); // wakes virtual threads
      boolean eager = System.nanoTime() - sinceNanos < EAGER_NANOS;
      file.sleep(place, bell, Math.min(nanos, eager ? RECHECK_NANOS : LATER_RECHECK_NANOS));
    } else {
      long jittered = pauseNanos / 2 + ThreadLocalRandom.current().nextLong(pauseNanos);
      LockSupport.parkNanos(this, Math.min(nanos, jittered));
      pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos + pauseNanos / 2);
    }
  }

  /** The wish is granted: ends it, but leaves its record to the hold. */
  int grant() {
    int left = place;
    place = Publisher.NOWHERE;
    end();
    return left;
  }

  /** Ends the wish, if there is one. */
  void end() {
    file.withdraw(place);
    place = Publisher.NOWHERE;
    waits = false;
    looksFree = false;
  }
}
