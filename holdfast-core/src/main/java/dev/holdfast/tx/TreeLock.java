package dev.holdfast.tx;

import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lock under which changes of a tree take effect. Whoever gets it finds no transaction half
 * done: a record that is there although nobody holds the lock exclusively is a dead writer's, and
 * is dealt with first.
 *
 * <p>It is always the last lock that a thread takes, so those who hold it wait for nobody.
 */
final class TreeLock {

  /** Holders take it for moments. The longest is a transaction that puts ten thousand files. */
  private static final Duration WAIT = Duration.ofMinutes(1);

  /** The trees whose instant this thread is reading. */
  private static final ScopedValue<Reading> READING = ScopedValue.newInstance();

  private record Reading(Path root, @Nullable Reading outer) {}

  private final TreeLayout layout;
  private final LockManager locks;
  private final Recovery recovery;

  TreeLock(TreeLayout layout, LockManager locks, Recovery recovery) {
    this.layout = layout;
    this.locks = locks;
    this.recovery = recovery;
  }

  /** Runs the step of a change of one file, beside others of its kind. */
  <T> T shared(LockedCall<T, IOException> step) throws IOException, InterruptedException {
    refuseWhileReading("change a file");
    while (true) {
      try (LockHandle _ = acquire(LockRequest.shared(layout.lockName()), "change a file")) {
        if (!recovery.isNeeded()) {
          return step.call();
        }
      }
      boolean _ = recover();
    }
  }

  /** Runs a section alone. */
  <T, E extends Exception> T exclusive(String purpose, LockedCall<T, E> section)
      throws E, IOException, InterruptedException {
    refuseWhileReading(purpose);
    try (LockHandle _ = acquire(LockRequest.exclusive(layout.lockName()), purpose)) {
      boolean _ = recovery.run();
      return section.call();
    }
  }

  /** Runs a section alone, in which nothing may be changed; it may be in another one. */
  <T, E extends Exception> T read(LockedCall<T, E> section)
      throws E, IOException, InterruptedException {
    if (isReading()) {
      return section.call();
    }
    Reading outer = READING.isBound() ? READING.get() : null;
    return exclusive(
        "read",
        () -> ScopedValue.where(READING, new Reading(layout.root(), outer)).call(section::call));
  }

  /** Finishes what a dead writer left, if it left something. */
  boolean recover() throws IOException, InterruptedException {
    refuseWhileReading("recover");
    if (!recovery.isNeeded()) {
      return false;
    }
    try (LockHandle _ = acquire(LockRequest.exclusive(layout.lockName()), "recover")) {
      return recovery.run();
    }
  }

  /**
   * What was acquired, when the tree has been recovered; else it is released. The record of a dead
   * holder is there before its lock is free.
   */
  <T extends AutoCloseable> T recovered(T held) throws IOException, InterruptedException {
    try {
      boolean _ = recover();
      return held;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      try {
        held.close();
      } catch (Exception suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private LockHandle acquire(LockRequest request, String purpose) throws InterruptedException {
    return locks.acquire(request.purpose(purpose).waitAtMost(WAIT).detached());
  }

  /**
   * To wait in a section that reads would be to wait for oneself.
   *
   * @throws IllegalStateException if this thread is in such a section
   */
  void refuseWhileReading(String what) {
    if (isReading()) {
      throw new IllegalStateException(
          "%s: cannot %s inside of FileTree.read, which keeps every change out; do it afterwards"
              .formatted(layout.root(), what));
    }
  }

  private boolean isReading() {
    if (READING.isBound()) {
      for (Reading each = READING.get(); each != null; each = each.outer) {
        if (each.root.equals(layout.root())) {
          return true;
        }
      }
    }
    return false;
  }
}
