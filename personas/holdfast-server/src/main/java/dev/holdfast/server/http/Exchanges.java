package dev.holdfast.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that are being answered. */
final class Exchanges {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private long count; // guarded by lock

  /** One of them, until it is closed. */
  interface Exchange extends AutoCloseable {
    @Override
    void close();
  }

  Exchange begin() {
    add(1);
    return () -> add(-1);
  }

  private void add(int difference) {
    lock.lock();
    try {
      count += difference;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is none, for so long. */
  void awaitNone(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (count > 0 && nanos > 0) {
        nanos = none.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
