package dev.holdfast.tx;

import dev.holdfast.event.LockListener;
import dev.holdfast.lock.HandleCall;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMetrics;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The locks that {@link FileTree#files} uses to read a file and write it again: what a dead holder
 * left half done must be in place before the file is read, or its change would be lost.
 */
final class RecoveringLocks implements LockManager {

  private final LockManager locks;
  private final TreeLock tree;

  RecoveringLocks(LockManager locks, TreeLock tree) {
    this.locks = locks;
    this.tree = tree;
  }

  /**
   * What was acquired, when the tree has been recovered; else it is released. The record of a dead
   * holder is there before its lock is free.
   */
  <T extends AutoCloseable> T recovered(T held) throws IOException, InterruptedException {
    try {
      boolean _ = tree.recover();
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

  @Override
  public LockHandle acquire(LockRequest request) throws InterruptedException {
    tree.refuseWhileReading("acquire a lock");
    try {
      return recovered(locks.acquire(request));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LockHandles acquireAll(Collection<LockRequest> requests) throws InterruptedException {
    tree.refuseWhileReading("acquire locks");
    try {
      return recovered(locks.acquireAll(requests));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T withLock(
      LockRequest request, HandleCall<T, E> operation) throws E, InterruptedException {
    try (LockHandle handle = acquire(request)) {
      return operation.call(handle);
    }
  }

  /** Not offered: to recover may take a while. */
  @Override
  public Optional<LockHandle> tryAcquire(LockRequest request) {
    throw new UnsupportedOperationException("acquire with a wait of zero");
  }

  @Override
  public LockListener.Registration addListener(LockListener listener) {
    return locks.addListener(listener);
  }

  @Override
  public LockMetrics metrics() {
    return locks.metrics();
  }

  @Override
  public List<LockInfo> inspect() {
    return locks.inspect();
  }

  /** Nothing: the locks are the opener's to close. */
  @Override
  public void close() {}
}
