package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.LockRecord;
import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel lock of one resource, held by this process against others.
 *
 * <p>Each resource has two bytes in the domain file. The first is the lock itself. The second, the
 * gate, keeps a process from taking the lock again and again past one that waits: whoever finds the
 * lock taken takes the gate and keeps it until it has the lock, and nobody tries for the lock while
 * somebody else has the gate. So the process at the gate is the next one; those behind it contend
 * for the gate. A process that is stopped at the gate while the lock is free is passed.
 */
final class DirectoryLock implements OuterLock {

  private static final int UNPUBLISHED = -1;

  /** Many times the longest pause between two attempts of the process at the gate. */
  private static final long GATE_PATIENCE_NANOS = 50_000_000;

  private final DirectoryDomain domain;
  private final DomainFile file;
  private final String resource;
  private final long key;

  // The contender of this process: none, at the gate, or on its way to it.
  private boolean claimed;
  private boolean atGate;
  private boolean waits;
  private int wait = UNPUBLISHED;

  // While another process is at the gate: is the lock free all the time, and since when?
  private boolean looksFree;
  private long freeSinceNanos;

  // What this process holds.
  private boolean held;
  private int hold = UNPUBLISHED;

  DirectoryLock(DirectoryDomain domain, DomainFile file, String resource) {
    this.domain = domain;
    this.file = file;
    this.resource = resource;
    this.key = DomainFile.keyOf(resource);
  }

  @Override
  public @Nullable Taken tryTake(LockRequest request, boolean queues) {
    domain.checkIntact(resource);
    try {
      if (!claimed) {
        claimed = domain.claim(key);
      }
      if (claimed
          && passesGate(queues)
          && (held || file.tryLock(key, request.mode() == LockMode.SHARED))) {
        return taken(request);
      }
      if (!queues) {
        abandon();
      } else if (!waits) {
        waits = true;
        wait = file.publish(key, record(request, waiting(request.mode()), 0));
      }
      return null;
    } catch (IOException e) {
      abandon();
      throw failed(e);
    }
  }

  private boolean passesGate(boolean queues) throws IOException {
    if (!queues) {
      return !file.isGateLockedElsewhere(key);
    }
    if (!atGate) {
      atGate = file.tryLockGate(key);
    }
    return atGate || nobodyTakesIt();
  }

  /**
   * Has the lock been free at every look for so long that the process at the gate must be stopped?
   * Who holds a lock may be stopped and keep it; who only waits must not keep others from it.
   */
  private boolean nobodyTakesIt() throws IOException {
    if (held || !file.isFreeElsewhere(key)) {
      looksFree = false;
      return false;
    }
    long now = System.nanoTime();
    if (!looksFree) {
      looksFree = true;
      freeSinceNanos = now;
    }
    return now - freeSinceNanos > GATE_PATIENCE_NANOS;
  }

  private Taken taken(LockRequest request) throws IOException {
    boolean exclusive = request.mode() == LockMode.EXCLUSIVE;
    boolean first = !held;
    held = true;
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
  public void abandon() {
    try {
      forgetContender();
    } catch (IOException e) {
      throw failed(e);
    }
    if (claimed && !held) {
      domain.unclaim(key);
      claimed = false;
    }
  }

  private void forgetContender() throws IOException {
    file.withdraw(wait);
    wait = UNPUBLISHED;
    waits = false;
    looksFree = false;
    if (atGate) {
      atGate = false;
      file.unlockGate(key);
    }
  }

  @Override
  public void passOnDeath() {
    file.orphan(hold);
    hold = UNPUBLISHED;
  }

  @Override
  public void release() {
    held = false;
    // The record first: a record of a holder that nobody locks for tells of a death.
    file.withdraw(hold);
    hold = UNPUBLISHED;
    try {
      file.unlock(key);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (claimed && !atGate) {
        claimed = false;
        domain.unclaim(key);
      }
    }
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
    return new LockRecord(
        state,
        file.slot(),
        file.incarnation(),
        System.currentTimeMillis(),
        token,
        DefaultLockManager.PID,
        resource,
        Thread.currentThread().getName(),
        request.purpose());
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
