package dev.holdfast.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request in a {@link ResourceQueue}, and the thread that parks for it. */
final class Waiter {
  final LockRequest request;
  final DefaultLockManager manager;
  final ResourceQueue queue;
  final Thread thread = Thread.currentThread();
  final Instant since = Instant.now();
  final long sinceNanos = System.nanoTime();

  // Its place in the queue; guarded by the monitor of that.
  boolean queued;
  @Nullable Waiter previous;
  @Nullable Waiter next;

  Waiter(LockRequest request, DefaultLockManager manager, ResourceQueue queue) {
    this.request = request;
    this.manager = manager;
    this.queue = queue;
  }

  LockInfo.Party asParty() {
    return new LockInfo.Party(
        DefaultLockManager.PID, thread.getName(), request.mode(), request.purpose(), since, 0);
  }
}
