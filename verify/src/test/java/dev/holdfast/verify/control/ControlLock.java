package dev.holdfast.verify.control;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One lock between threads and processes, as a {@link ControlWorker} uses it. */
interface ControlLock {

  /** A grant: its fencing token, and what to call to release it. */
  record Held(long token, Runnable release) {}

  /**
   * Acquires the lock.
   *
   * @param who the request; says when it begins to wait
   * @return null if it was not had in time
   */
  @Nullable Held acquire(Request who, boolean exclusive, Duration wait) throws Exception;

  /** A request, and a way to wake its thread without a reason, as the platform may do. */
  final class Request {
    final Thread thread = Thread.currentThread();
    private final Runnable waits;
    private volatile boolean poked;

    Request(Runnable waits) {
      this.waits = waits;
    }

    /** Wakes the thread; it is to look again and to wait on. */
    void poke() {
      poked = true;
      LockSupport.unpark(thread);
    }

    /** Was it woken without a reason? Asked once for each time. */
    boolean takePoke() {
      boolean was = poked;
      poked = false;
      return was;
    }

    /** It is about to wait, for the first time or after a wake without a reason. */
    void waits() {
      waits.run();
    }
  }
}
