package dev.holdfast.lock;

import dev.holdfast.internal.domain.DeathBell;
import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.KernelLock;
import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The wish of this process for a resource while its contender waits: published for other processes,
 * with a ticket, a turn, and a sleep from which they wake it. See decision 0007.
 *
 * <p>Used by the contender alone: under the monitor of the resource's queue, {@link #sleep} apart.
 */
final class Wish {

  /**
   * How often a waiter looks although nothing has happened that it would not be told of, in
   * milliseconds. It is a net under decision 0008 and may be large; tests do without it.
   */
  private static final String RECHECK_PROPERTY = "dev.holdfast.locks.recheck";

  /** Most waits end before; until then it is not worth while to find out who is in the way. */
  private static final long SHORT_WAIT_NANOS = 5_000_000;

  // How often a waiter looks that might not be told: of the death of somebody who cannot be
  // watched,
  // of the end of one who does not ring. A look costs some 100 us.
  private static final long EAGER_RECHECK_NANOS = 5_000_000;
  private static final long EAGER_NANOS = 250_000_000;
  private static final long RECHECK_NANOS = 25_000_000;

  private static final long RARE_RECHECK_NANOS =
      Duration.ofMillis(Long.getLong(RECHECK_PROPERTY, 500)).toNanos();

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
  private boolean shared;

  /** Of a wait that is no longer short. */
  private @Nullable DeathBell deathBell;

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
    shared = request.mode() == LockMode.SHARED;
    sinceNanos = System.nanoTime();
    pauseNanos = FIRST_PAUSE_NANOS;
    ticket = file.nextTicket();
    place =
        publisher.publish(request, shared ? State.WAITS_SHARED : State.WAITS_EXCLUSIVE, 0, ticket);
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

  /**
   * May the contender attempt, or one who does not wait at all?
   *
   * @param held does this process hold the lock, which the contender would join?
   */
  boolean isTurn(boolean wantsShared, KernelLock lock, boolean held) throws IOException {
    if (file.isTurnOf(publisher.key(), waits ? ticket : Long.MAX_VALUE, wantsShared)) {
      looksFree = false;
      return true;
    }
    return waits && !held && nobodyTakes(lock); // while we hold it nobody can take it
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
    if (!isPublished() || !file.hasBells()) {
      pause(nanos);
      return;
    }
    if (deathBell == null) {
      domain.startBellThread(); // wakes virtual threads, and this one if the wait becomes long
      if (System.nanoTime() - sinceNanos < SHORT_WAIT_NANOS) {
        file.sleep(place, bell, Math.min(nanos, SHORT_WAIT_NANOS));
        return;
      }
      deathBell = file.deathBell(publisher.key(), place, ticket, shared);
      look(deathBell);
      return; // to attempt: what has happened until now might not be told
    }
    switch (look(deathBell)) {
      case MORE -> {} // the same
      case WHOLE ->
          file.sleep(
              place, bell, Math.min(nanos, looksFree ? EAGER_RECHECK_NANOS : RARE_RECHECK_NANOS));
      case PART -> file.sleep(place, bell, Math.min(nanos, recheckNanos()));
    }
  }

  private static DeathBell.Cover look(DeathBell deathBell) {
    try {
      return deathBell.look();
    } catch (IOException e) {
      return DeathBell.Cover.PART; // the next attempt will tell of it
    }
  }

  private long recheckNanos() {
    boolean eager = looksFree || System.nanoTime() - sinceNanos < EAGER_NANOS;
    return eager ? EAGER_RECHECK_NANOS : RECHECK_NANOS;
  }

  private void pause(long nanos) {
    long jittered = pauseNanos / 2 + ThreadLocalRandom.current().nextLong(pauseNanos);
    LockSupport.parkNanos(this, Math.min(nanos, jittered));
    pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos + pauseNanos / 2);
  }

  /** The wish is granted: ends it, but leaves its record to the hold. */
  int grant() {
    int left = place;
    watchNobody();
    place = Publisher.NOWHERE;
    end();
    return left;
  }

  /** Ends the wish, if there is one. */
  void end() {
    watchNobody();
    file.withdraw(place);
    place = Publisher.NOWHERE;
    waits = false;
    looksFree = false;
  }

  private void watchNobody() {
    if (deathBell != null) {
      deathBell.end();
      deathBell = null;
    }
  }
}
