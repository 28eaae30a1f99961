package dev.holdfast.lock;

import dev.holdfast.internal.jfr.FlightRecorder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A granted request. */
final class Grant implements LockHandle {

  /** How far the hold is; it only goes on. Guarded by the monitor of the queue. */
  enum State {
    /** In force. */
    HELD,
    /** Ended by its owner. */
    RELEASED,
    /** Ended by its hold timeout. */
    FENCED
  }

  final LockRequest request;
  final Thread thread = Thread.currentThread();

  private final ResourceQueue queue;
  private final DefaultLockManager manager;
  private final OuterLock.Taken taken;
  private final long sinceNanos;

  /** Counts this grant and its release. */
  final KindRecorder recorder;

  /** Where the hold is recorded. Written before the grant is shown to anybody. */
  FlightRecorder.@Nullable Span span;

  /** The way to the handle, if that could be dropped. Never read: it must only stay reachable. */
  LeakReporter.@Nullable HandleReference handle;

  volatile State state = State.HELD;
  volatile LockMode mode;

  /** Running sections that the end of the hold waits for. Guarded by the monitor of the queue. */
  int sections;

  // Neighbours among the holders. Guarded by the monitor of the queue.
  @Nullable Grant previousHolder;
  @Nullable Grant nextHolder;

  Grant(
      ResourceQueue queue,
      DefaultLockManager manager,
      LockRequest request,
      OuterLock.Taken taken,
      long sinceNanos) {
    this.queue = queue;
    this.manager = manager;
    this.request = request;
    this.taken = taken;
    this.sinceNanos = sinceNanos;
    this.mode = request.mode();
    this.recorder = manager.recorderOf(request.resource());
  }

  @Override
  public String resource() {
    return request.resource();
  }

  @Override
  public LockMode mode() {
    return mode;
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
  public <T extends @Nullable Object, E extends Exception> T whileHeld(
      String what, LockedCall<T, E> section) throws E {
    beginSection(what);
    try {
      return section.call();
    } finally {
      endSection();
    }
  }

  /** From here on the lock does not pass on until {@link #endSection}. */
  void beginSection(String what) {
    if (!queue.beginSection(this)) {
      recorder.fenced();
      manager.sight().fenced(this);
      throw new LockNotHeldException(what, this);
    }
  }

  void endSection() {
    if (queue.endSection(this)) {
      manager.ended(queue, this, System.nanoTime() - sinceNanos);
    }
  }

  @Override
  public void downgrade() {
    if (!queue.downgrade(this)) {
      throw new LockNotHeldException("downgrade", this);
    }
  }

  @Override
  public void close() {
    end(State.RELEASED);
  }

  /** The hold timeout has run out. */
  void overran() {
    recorder.overran();
    manager.sight().overrun(this, request.holdAtMost().orElseThrow());
  }

  /** The hold timeout takes the lock away. */
  void fence() {
    end(State.FENCED);
  }

  private void end(State how) {
    if (state != State.HELD) {
      return;
    }
    boolean passedOn = true;
    try {
      passedOn = queue.end(this, how);
    } finally {
      if (passedOn) {
        manager.ended(queue, this, System.nanoTime() - sinceNanos);
      }
    }
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
        DefaultLockManager.PID, thread.getName(), mode(), request.purpose(), since(), token());
  }

  /** By the clock of the wall: looked at for people only, and so not when it is granted. */
  Instant since() {
    return Instant.now().minusNanos(System.nanoTime() - sinceNanos);
  }

  @Override
  public String toString() {
    return "LockHandle[%s '%s', token %d, %s]"
        .formatted(mode(), resource(), token(), isHeld() ? "held" : "released");
  }
}
