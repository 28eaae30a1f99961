package dev.holdfast.lock;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The part of a resource's lock that lies outside this process: what the process as a whole holds
 * against others.
 *
 * <p>Belongs to one {@link ResourceQueue}, which calls it under its monitor and for one contender
 * at a time; so implementations need no synchronization and must not block, {@link #sleep} apart.
 */
interface OuterLock {

  /** What a successful attempt brought. */
  record Taken(long token, boolean previousOwnerDied) {}

  /**
   * One attempt to take the lock, or to join the holders of this process.
   *
   * @param queues will the request be tried again until it is granted or {@link #abandon}ed? Then a
   *     refusal gives it a place before those of other processes that come later, and makes its
   *     wait known.
   * @return null if another process is in the way
   * @throws LockFailedException if the operating system fails the attempt; nothing is taken
   */
  @Nullable Taken tryTake(LockRequest request, boolean queues);

  /**
   * After a refused attempt of a contender that queues: waits until the next one may be worth
   * while, at most for {@code nanos}. Called by the contender without the monitor.
   */
  void sleep(long nanos);

  /**
   * Shows other processes that the calling thread, which holds other resources, waits for this one,
   * so that circles of waits over several processes can be found. Called without the monitor.
   */
  ShownWait show(LockRequest request);

  /** A wait that other processes see. Used by its thread alone, without the monitor. */
  interface ShownWait {

    /** Of a domain without other processes. */
    ShownWait NOBODY =
        new ShownWait() {
          @Override
          public void look() {}

          @Override
          public void end() {}
        };

    /**
     * Looks for a circle that this wait closed, from time to time.
     *
     * @throws DeadlockException if there is one and this is the wait that has to give way
     */
    void look();

    /** The thread waits no longer. */
    void end();
  }

  /** The contender that queued gives up. Does nothing if there is none. */
  void abandon();

  /**
   * The exclusive holder, who was told that the previous owner died, gives the lock back before it
   * could do anything about it; {@link #release} follows. The next exclusive owner is to be told.
   */
  void passOnDeath();

  /**
   * The exclusive holder of this process shares from now on, with processes too where the system
   * can change a lock without giving it up in between.
   */
  void downgrade();

  /** The last handle of this process was released. */
  void release();

  /** Nobody will use the lock again; gives up what was kept for the next use. */
  void drop();

  /** Is what was taken still worth something? */
  boolean intact();

  /** Those of other processes who hold or want the lock now. */
  LockInfo others();

  /** For a domain of one process: there is nobody outside. */
  final class None implements OuterLock {
    private final String resource;
    private final AtomicLong tokens;

    None(String resource, AtomicLong tokens) {
      this.resource = resource;
      this.tokens = tokens;
    }

    @Override
    public Taken tryTake(LockRequest request, boolean queues) {
      return new Taken(request.mode() == LockMode.EXCLUSIVE ? tokens.incrementAndGet() : 0, false);
    }

    @Override
    public void sleep(long nanos) {
      LockSupport.parkNanos(this, nanos); // never needed: no attempt is refused
    }

    @Override
    public ShownWait show(LockRequest request) {
      return ShownWait.NOBODY;
    }

    @Override
    public void abandon() {}

    @Override
    public void drop() {}

    @Override
    public void passOnDeath() {}

    @Override
    public void downgrade() {}

    @Override
    public void release() {}

    @Override
    public boolean intact() {
      return true;
    }

    @Override
    public LockInfo others() {
      return new LockInfo(resource, List.of(), List.of());
    }
  }
}
