package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that a lock directory costs a process, from its first need on: it wakes virtual
 * threads, and others that have waited for long, when other processes ring for them; and it gives
 * up locks that the process keeps without using them.
 */
final class BellThread {

  /** Locks that are kept at a time. */
  private static final int MOST_KEPT = 64;

  /** A lock that was not used between two looks is given up. */
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private static final long LONG_NANOS = Duration.ofHours(1).toNanos();

  private final DomainFile file;
  private final Set<DirectoryLock> watched = ConcurrentHashMap.newKeySet();

  private @Nullable Thread thread;
  private volatile boolean ended;
  private volatile boolean sawIntact = true;
  private volatile long lookedMillis = System.currentTimeMillis();

  BellThread(DomainFile file) {
    this.file = file;
  }

  /**
   * Watches over a lock that is going to be kept, until that says that it need not be watched.
   *
   * @return false if that cannot be; the lock must not be kept
   */
  boolean watch(DirectoryLock lock) {
    if (file.slot() < 0 || ended) {
      return false;
    }
    // Racing threads may pass the bound by their number.
    if (watched.size() >= MOST_KEPT) {
      return false;
    }
    boolean slept = watched.isEmpty();
    lookedMillis = System.currentTimeMillis();
    watched.add(lock);
    start();
    if (slept) {
      wake();
    }
    return true;
  }

  synchronized void start() {
    if (thread == null && !ended && file.slot() >= 0) {
      thread = Thread.ofPlatform().name("holdfast-bell").daemon().unstarted(this::run);
      thread.start();
    }
  }

  private void run() {
    int seen = 0;
    while (!ended) {
      seen = file.serveBell(seen, watched.isEmpty() ? LONG_NANOS : LOOK_NANOS);
      if (!watched.isEmpty() && !ended) {
        sawIntact = file.intact();
        lookedMillis = System.currentTimeMillis();
        watched.removeIf(DirectoryLock::dropIfUnused);
      }
    }
  }

  boolean sawIntact() {
    return sawIntact;
  }

  /** The time of day at its last look, which is recent while locks are watched over. */
  long lookedMillis() {
    return lookedMillis;
  }

  private synchronized void wake() {
    file.ringOwnProcess();
    LockSupport.unpark(thread);
  }

  /** Ends the thread and waits for that; the file must stay open until then. */
  void end() {
    ended = true;
    Thread running;
    synchronized (this) {
      running = thread;
      wake();
    }
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
