package dev.holdfast;

import dev.holdfast.event.LockListener;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.HandleCall;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMetrics;
import dev.holdfast.lock.LockRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The locks of a {@link LockManager}, and files that use them. */
final class DefaultFileLockManager implements FileLockManager {

  private final LockManager locks;
  private final AtomicFiles files;

  DefaultFileLockManager(LockManager locks) {
    this.locks = locks;
    this.files = AtomicFiles.lockedBy(locks);
  }

  @Override
  public AtomicFiles files() {
    return files;
  }

  @Override
  public LockHandle acquire(LockRequest request) throws InterruptedException {
    return locks.acquire(request);
  }

  @Override
  public Optional<LockHandle> tryAcquire(LockRequest request) {
    return locks.tryAcquire(request);
  }

  @Override
  public LockHandles acquireAll(Collection<LockRequest> requests) throws InterruptedException {
    return locks.acquireAll(requests);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T withLock(
      LockRequest request, HandleCall<T, E> operation) throws E, InterruptedException {
    return locks.withLock(request, operation);
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

  @Override
  public void close() {
    locks.close();
  }
}
