package dev.holdfast.lock;

import dev.holdfast.internal.jfr.FlightRecorder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A granted request. */
final class Grant implements LockHandle {
  private final ResourceQueue queue;
  private final DefaultLockManager manager;
  private final LockRequest request;
  private final OuterLock.Taken taken;

  /** Counts this grant and its release. */
  final KindRecorder recorder;

  /** Where the hold is recorded. Written before the grant is shown to anybody. */
  FlightRecorder.@Nullable Span span;

  private final String threadName = Thread.currentThread().getName();
  private final Instant since = Instant.now();
  private final long sinceNanos = System.nanoTime();

  Grant(
      ResourceQueue queue, DefaultLockManager manager, LockRequest request, OuterLock.Taken taken) {
    this.queue = queue;
    this.manager = manager;
    this.request = request;
    this.taken = taken;
    this.recorder = manager.recorderOf(request.resource());
  }

  @Override
  public String resource() {
    return request.resource();
  }

  @Override
  public LockMode mode() {
    return request.mode();
  }

  @Override
  public long token() {
    return taken.token();
  }

  @Override
  public boolean previousOwnerDied() {
    return taken.previousOwnerDied();
  }

  @Override
  public boolean isHeld() {
    return queue.isHeldBy(this);
  }

  @Override
  public void close() {
    manager.release(queue, this, System.nanoTime() - sinceNanos);
  }

  /** Releases a grant that its caller never saw, as if it had not been. */
  void giveBack() {
    if (previousOwnerDied()) {
      queue.passOnDeath(this);
    }
    close();
  }

  LockInfo.Party asParty() {
    return new LockInfo.Party(
        DefaultLockManager.PID, threadName, mode(), request.purpose(), since, token());
  }

  @Override
  public String toString() {
    return "LockHandle[%s '%s', token %d, %s]"
        .formatted(mode(), resource(), token(), isHeld() ? "held" : "released");
  }
}
