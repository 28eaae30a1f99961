package dev.holdfast.lock.linear;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small queue of threads in the manner of the real one, with a fault that can be planted: what
 * the checks must find.
 */
final class PlantedQueue implements AnyLock {

  /** What is wrong with it. */
  enum Fault {
    /** Nothing: the checks must pass. */
    NONE,
    /** The state is read and written in two steps, with nothing that keeps others out between. */
    NOT_ATOMIC,
    /** Who was woken takes the lock without looking whether it is free. */
    NO_RECHECK,
    /** Who gives up stays in the queue, and those behind it are never first. */
    STAYS_IN_QUEUE,
    /** A reader does not look at the writer who holds. */
    READER_PAST_WRITER
  }

  private final Fault fault;
  private final ArrayDeque<Thread> queue = new ArrayDeque<>();
  private int readers;
  private boolean writer;

  PlantedQueue(Fault fault) {
    this.fault = fault;
  }

  @Override
  public @Nullable Held tryAcquire(boolean exclusive) {
    if (fault == Fault.NOT_ATOMIC) {
      return admits(exclusive) ? take(exclusive) : null;
    }
    synchronized (this) {
      return queue.isEmpty() && admits(exclusive) ? take(exclusive) : null;
    }
  }

  @Override
  public @Nullable Held acquire(boolean exclusive, Duration wait) throws InterruptedException {
    Thread self = Thread.currentThread();
    synchronized (this) {
      queue.add(self);
    }
    Held held = null;
    boolean woken = false;
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        synchronized (this) {
          boolean may = admits(exclusive) || (woken && fault == Fault.NO_RECHECK);
          if (queue.peek() == self && may) {
            held = take(exclusive);
            return held;
          }
        }
        if (wait.isZero()) {
          return null;
        }
        LockSupport.park(this);
        woken = true;
      }
    } finally {
      synchronized (this) {
        if (held != null || fault != Fault.STAYS_IN_QUEUE) {
          queue.remove(self);
        }
        wakeFirst();
      }
    }
  }

  private Held take(boolean exclusive) {
    if (exclusive) {
      writer = true;
    } else {
      readers++;
    }
    return () -> release(exclusive);
  }

  private boolean admits(boolean exclusive) {
    if (fault == Fault.READER_PAST_WRITER && !exclusive) {
      return true;
    }
    return !writer && (readers == 0 || !exclusive);
  }

  private synchronized void release(boolean exclusive) {
    if (exclusive) {
      writer = false;
    } else {
      readers--;
    }
    wakeFirst();
  }

  private void wakeFirst() {
    Thread first = queue.peek();
    if (first != null) {
      LockSupport.unpark(first);
    }
  }
}
