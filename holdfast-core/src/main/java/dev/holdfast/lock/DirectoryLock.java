package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.KernelLock;
import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one resource, held by this process against others: the kernel lock decides, tickets
 * give an order, bells wake, and a published record tells who it is.
 *
 * <p>See decisions 0007 (waiting) and 0006 (keeping the kernel lock while nobody wants it).
 */
final class DirectoryLock implements OuterLock {

  private final DirectoryDomain domain;
  private final DomainFile file;
  private final String resource;
  private final long key;
  private final KernelLock lock;
  private final Object monitor;
  private final Publisher publisher;
  private final Wish wish;
  private final PublishedHold hold;

  private boolean claimed;
  private boolean held;
  private boolean joined;

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
    this.publisher = new Publisher(file, resource);
    this.key = publisher.key();
    this.lock = file.lock(key);
    this.wish = new Wish(domain, file, publisher);
    this.hold = new PublishedHold(file, publisher);
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
      // Readers who join those of their process have to take turns, too: else they could keep a
      // writer of another process out for ever.
      if (queues && !wish.isMade() && (!held || file.isWanted(key))) {
        wish.make(request);
      }
      wish.readBell();
      if (claimed && wish.isTurn(shared, lock, held) && (held || lock.tryTake(shared))) {
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

  private Taken retaken(LockRequest request) {
    held = true;
    uses++;
    long token = file.nextToken();
    hold.sayAgain(request, token, domain.aboutNowMillis());
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
        hold.say(request, token, wish.grant());
        ownerDied = exclusive && hold.clearDeadHolders();
      } else if (!joined) {
        joined = true;
        hold.sayShared();
      }
      wish.end();
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
    wish.sleep(nanos);
  }

  @Override
  public ShownWait show(LockRequest request) {
    State state =
        request.mode() == LockMode.EXCLUSIVE ? State.QUEUED_EXCLUSIVE : State.QUEUED_SHARED;
    return new PublishedWait(file, key, publisher.record(request, state, 0, file.nextTicket()));
  }

  @Override
  public void abandon() {
    boolean waited = wish.isMade();
    wish.end();
    if (!held && !lock.isIdle()) {
      unclaim();
    }
    if (waited) {
      file.ringFor(key); // a ring may have come for the wish that is no more
    }
  }

  private void unclaim() {
    if (claimed) {
      claimed = false;
      domain.unclaim(key);
    }
  }

  @Override
  public void passOnDeath() {
    hold.orphan();
  }

  @Override
  public void downgrade() {
    try {
      lock.downgrade();
      joined = true;
      hold.sayShared();
      file.ringFor(key);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void release() {
    held = false;
    try {
      if (hold.isPublished() && lock.isKeepable() && isWatched()) {
        // Says "nobody holds" before the lock says so: if we die in between, nobody is missed.
        hold.sayNothing();
        if (lock.releaseKeeping()) {
          return;
        }
        hold.withdraw();
      } else {
        // The record first: a record of a holder that nobody locks for tells of a death.
        hold.withdraw();
        lock.release();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (!lock.isIdle() && !wish.isMade()) {
        unclaim();
      }
    }
    file.ringFor(key);
  }

  private boolean isWatched() {
    watched = watched || domain.mayKeep(this);
    return watched;
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
      if (!wish.isMade()) {
        unclaim();
      }
    }
  }

  /** Gives up the lock that is kept, if it is. */
  private void giveUpIdle() throws IOException {
    hold.withdraw();
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

  private LockFailedException failed(IOException cause) {
    return new LockFailedException(
        "lock '%s' failed: %s. Is %s on a file system with working locks?"
            .formatted(resource, cause.getMessage(), file.path()),
        resource,
        cause);
  }
}
