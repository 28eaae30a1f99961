package dev.holdfast.lock;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An operation under a lock on a virtual thread of its own. Whoever completes the future from
 * outside, by cancelling it or otherwise, interrupts that thread.
 */
final class AsyncRun<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Thread thread;

  private AsyncRun(LockManager manager, LockRequest request, HandleCall<T, ?> operation) {
    this.thread =
        Thread.ofVirtual().name("holdfast-async").unstarted(() -> run(manager, request, operation));
  }

  static <T extends @Nullable Object> CompletableFuture<T> start(
      LockManager manager, LockRequest request, HandleCall<T, ?> operation) {
    AsyncRun<T> run = new AsyncRun<>(manager, request, operation);
    run.thread.start();
    var _ =
        run.whenComplete(
            (result, failure) -> {
              if (Thread.currentThread() != run.thread) {
                run.thread.interrupt();
              }
            });
    return run;
  }

  private void run(LockManager manager, LockRequest request, HandleCall<T, ?> operation) {
    try {
      complete(
          manager.withLock(
              request,
              handle -> {
                if (isDone()) {
                  throw new CancellationException("cancelled before the operation began");
                }
                return operation.call(handle);
              }));
    } catch (Throwable e) {
      completeExceptionally(e);
    }
  }

  /** What depends on this is an ordinary future. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
