package dev.holdfast.lock.linear;

import static dev.holdfast.lock.linear.AnyLock.FOR_EVER;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Operations that queue, among others that give up: at once, or because they were interrupted.
 *
 * <p>What is under the lock is a plain number, kept twice. Those who wait for ever must see it as
 * if they had come one after the other ({@link Specification}). Who gives up is right to do so
 * whenever it does, so it counts apart and returns nothing; its counts must all be there in the
 * end, and the lock must be free then.
 */
public abstract class Queueing {
  private final AnyLock lock;
  private int number;
  private int again;
  private int attempts;
  private final AtomicInteger granted = new AtomicInteger();

  Queueing(AnyLock lock) {
    this.lock = lock;
  }

  @Operation
  public int increment() throws InterruptedException {
    AnyLock.Held held = requireNonNull(lock.acquire(true, FOR_EVER));
    int before = number;
    number = before + 1;
    again = before + 1;
    held.release();
    return before;
  }

  @Operation
  public int read() throws InterruptedException {
    AnyLock.Held held = requireNonNull(lock.acquire(false, FOR_EVER));
    int first = number;
    int second = again;
    held.release();
    return first == second ? first : -1;
  }

  @Operation
  public void incrementWithoutWaiting() throws InterruptedException {
    count(lock.acquire(true, Duration.ZERO));
  }

  @Operation
  public void tryIncrement() {
    count(lock.tryAcquire(true));
  }

  @Operation
  public void incrementInterrupted() {
    Thread.currentThread().interrupt();
    try {
      count(lock.acquire(true, FOR_EVER));
      throw new AssertionError("an interrupted thread was granted the lock");
    } catch (InterruptedException e) {
      // As it must be: it holds nothing.
    }
  }

  private void count(AnyLock.Held held) {
    if (held != null) {
      granted.incrementAndGet();
      int before = attempts;
      attempts = before + 1;
      held.release();
    }
  }

  /** Nothing is lost, and nobody is left in the lock or its queue. */
  @Validate
  public void nothingIsLeft() {
    if (attempts != granted.get()) {
      throw new AssertionError("%d of %d counts".formatted(attempts, granted.get()));
    }
    AnyLock.Held held = lock.tryAcquire(true);
    if (held == null) {
      throw new AssertionError("all are through and the lock is not free");
    }
    held.release();
  }

  /** The lock of the project. */
  public static final class OfReal extends Queueing {
    public OfReal() {
      super(new AnyLock.Real());
    }
  }

  /** The small queue without a fault. */
  public static final class OfSound extends Queueing {
    public OfSound() {
      super(new PlantedQueue(PlantedQueue.Fault.NONE));
    }
  }

  /** The small queue whose waiters do not look again. */
  public static final class OfNoRecheck extends Queueing {
    public OfNoRecheck() {
      super(new PlantedQueue(PlantedQueue.Fault.NO_RECHECK));
    }
  }

  /** The small queue whose waiters stay when they give up. */
  public static final class OfStaysInQueue extends Queueing {
    public OfStaysInQueue() {
      super(new PlantedQueue(PlantedQueue.Fault.STAYS_IN_QUEUE));
    }
  }

  /** The small queue whose readers go past the writer. */
  public static final class OfReaderPastWriter extends Queueing {
    public OfReaderPastWriter() {
      super(new PlantedQueue(PlantedQueue.Fault.READER_PAST_WRITER));
    }
  }

  /** What one thread after the other must see. */
  public static final class Specification {
    private int number;

    public int increment() {
      return number++;
    }

    public int read() {
      return number;
    }

    public void incrementWithoutWaiting() {}

    public void tryIncrement() {}

    public void incrementInterrupted() {}
  }
}
