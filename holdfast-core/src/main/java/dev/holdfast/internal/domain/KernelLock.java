package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.RangeLocks;
import java.io.IOException;

/**
 * What this process holds of one resource against other processes: the kernel locks of its two
 * bytes and, while nobody wants it, the right to take it again without a system call.
 *
 * <p>The protocol, and why it excludes, is decision 0006. Instances are not safe for threads: their
 * user calls them under the monitor of the resource's queue.
 */
public final class KernelLock {

  private final RangeLocks locks;
  private final Buckets buckets;
  private final long key;
  private final long main;
  private final long spare;

  /** The word that says this process keeps the lock; 0 if it has no slot and cannot say so. */
  private final long ownWord;

  // The kernel locks that this process has on the two bytes.
  private boolean hasMain;
  private boolean hasSpare;

  /** Is the lock shared with other processes? */
  private boolean shared;

  /** Does the bias, as far as this process knows, say that it keeps the lock? */
  private boolean biased;

  /** Is the lock kept although nobody here holds it? Then {@link #biased} is true too. */
  private boolean idle;

  KernelLock(RangeLocks locks, Buckets buckets, long key, int slot) {
    this.locks = locks;
    this.buckets = buckets;
    this.key = key;
    this.main = Layout.MAIN_BYTE + key;
    this.spare = Layout.SPARE_BYTE + key;
    this.ownWord =
        slot == ProcessTable.NO_SLOT ? Buckets.NOBODY : Buckets.bias(key, slot, Buckets.HELD);
  }

  /**
   * Takes the lock if no other process is in the way.
   *
   * @throws IOException if the system fails; then nothing is held
   */
  public boolean tryTake(boolean wantsShared) throws IOException {
    if (idle) {
      giveUp();
    }
    try {
      if (takeMain(wantsShared) || takeSpare(wantsShared)) {
        shared = wantsShared;
        return true;
      }
      return false;
    } catch (IOException | RuntimeException | Error e) {
      try {
        unlock();
      } catch (IOException onUnlock) {
        e.addSuppressed(onUnlock);
      }
      throw e;
    }
  }

  /** By the kernel lock on main, unless that is void: then by spare as well. */
  private boolean takeMain(boolean wantsShared) throws IOException {
    if (!locks.tryLock(main, wantsShared)) {
      return false;
    }
    hasMain = true;
    while (true) {
      long word = buckets.bias(key);
      if (!Buckets.isOf(word, key)) {
        return true;
      }
      if (Buckets.stateOf(word) == Buckets.TAKEN) {
        break;
      }
      // Who kept the lock has died, or main would be locked.
      if (buckets.swapBias(key, word, Buckets.NOBODY)) {
        return true;
      }
    }
    if (!locks.tryLock(spare, wantsShared)) {
      unlock();
      return false;
    }
    hasSpare = true;
    if (!wantsShared) {
      endTaken();
    }
    return true;
  }

  /** Who has both bytes exclusively makes main decide again. */
  private void endTaken() throws IOException {
    buckets.setBias(key, Buckets.NOBODY);
    hasSpare = false;
    locks.unlock(spare);
  }

  /** Takes the right away from a process that keeps the lock without holding, or follows one. */
  private boolean takeSpare(boolean wantsShared) throws IOException {
    while (true) {
      long word = buckets.bias(key);
      if (!Buckets.isOf(word, key) || Buckets.stateOf(word) == Buckets.HELD) {
        return false;
      }
      long taken = Buckets.withState(word, Buckets.TAKEN);
      if (word != taken && !buckets.swapBias(key, word, taken)) {
        continue; // the other process holds or has given up meanwhile
      }
      if (!locks.tryLock(spare, wantsShared)) {
        return false;
      }
      hasSpare = true;
      long now = buckets.bias(key);
      if (Buckets.isOf(now, key) && Buckets.stateOf(now) == Buckets.TAKEN) {
        return true;
      }
      hasSpare = false;
      locks.unlock(spare); // main decides again
      return false;
    }
  }

  /** Takes the lock again that this process kept; false if another one took the right away. */
  public boolean tryRetake() throws IOException {
    if (!idle) {
      return false;
    }
    if (!buckets.swapBias(key, Buckets.withState(ownWord, Buckets.IDLE), ownWord)) {
      giveUp();
      return false;
    }
    idle = false;
    return true;
  }

  /** Is the lock kept although nobody here holds it? */
  public boolean isIdle() {
    return idle;
  }

  /**
   * Shares an exclusive lock with other processes from now on. Where the system cannot change a
   * lock without giving it up in between, it stays exclusive.
   */
  public void downgrade() throws IOException {
    endBias();
    if (locks.share(hasSpare ? spare : main)) {
      shared = true;
    }
  }

  /**
   * Releases the lock for good.
   *
   * @throws IOException if the system fails; it then frees the lock with the process
   */
  public void release() throws IOException {
    endBias();
    unlock();
  }

  /** Would {@link #releaseKeeping} make sense: is the lock exclusive, and wanted by nobody? */
  public boolean isKeepable() {
    return !shared
        && hasMain
        && !hasSpare
        && ownWord != Buckets.NOBODY
        && !Buckets.isWanted(buckets.wanted(key));
  }

  /**
   * Releases a lock that {@link #isKeepable}, but keeps the kernel lock if no process has said
   * meanwhile that it wants it.
   *
   * @return is it kept? If not, it is released for good
   */
  public boolean releaseKeeping() throws IOException {
    if (!biased) {
      biased = buckets.swapBias(key, Buckets.NOBODY, ownWord);
    }
    if (!biased) { // the bucket is in use for another key
      release();
      return false;
    }
    idle = true;
    buckets.setBias(key, Buckets.withState(ownWord, Buckets.IDLE));
    // Who waits says so before it looks at the bias; we look for that after we changed the bias.
    if (Buckets.isWanted(buckets.wanted(key))) {
      giveUp();
      return false;
    }
    return true;
  }

  /** Gives up a lock that is kept. Does nothing if none is. */
  public void giveUp() throws IOException {
    if (!idle) {
      return;
    }
    idle = false;
    biased = false;
    if (!buckets.swapBias(key, Buckets.withState(ownWord, Buckets.IDLE), Buckets.NOBODY)) {
      // Taken away. If the one who did it is gone, make main decide again while we can.
      if (locks.tryLock(spare, false)) {
        hasSpare = true;
        endTaken();
      }
    }
    unlock();
  }

  private void endBias() {
    if (biased) {
      biased = false;
      buckets.setBias(key, Buckets.NOBODY);
    }
  }

  private void unlock() throws IOException {
    try {
      if (hasSpare) {
        hasSpare = false;
        locks.unlock(spare);
      }
    } finally {
      if (hasMain) {
        hasMain = false;
        locks.unlock(main);
      }
    }
  }

  /** Could {@link #tryTake} have taken the lock exclusively just now? */
  public boolean isFree() throws IOException {
    if (!locks.conflicts(main, false)) {
      return true;
    }
    long word = buckets.bias(key);
    return Buckets.isOf(word, key)
        && Buckets.stateOf(word) != Buckets.HELD
        && !locks.conflicts(spare, false);
  }
}
