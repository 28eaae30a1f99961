package dev.holdfast.file;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A sync that serves everybody who asked for it before it began: group commit, after DeWitt et al.,
 * "Implementation Techniques for Main Memory Database Systems" (SIGMOD 1984).
 *
 * <p>Who comes while none runs begins one at once and waits for nobody. Who comes while one runs
 * needs the next one, since the running one may have passed his change already; the first of those
 * leads it, the others wait. If a sync fails, it fails for all whom it served: a second one could
 * succeed without having written what the first one lost.
 */
final class SharedSync {

  /** Makes durable whatever was changed before it begins. */
  interface Sync {
    /**
     * Runs the sync.
     *
     * @param served how many had asked for it when it began
     */
    void run(int served) throws IOException;
  }

  /** One sync, and those whom it serves. */
  private static final class Round {
    /** Opened when the leader may begin. */
    private final CountDownLatch turn = new CountDownLatch(1);

    /** Opened when the sync has ended. */
    private final CountDownLatch end = new CountDownLatch(1);

    private int served;
    private volatile @Nullable Throwable failure;
  }

  private final Object monitor = new Object();

  /** The one that runs or is about to. */
  private @Nullable Round current;

  /** The one after it, if anybody needs it. */
  private @Nullable Round next;

  /**
   * Returns when a sync that began after this call has ended. Not interruptible: whoever asks has
   * changed something, and must learn what became of it.
   *
   * @throws IOException if it failed
   */
  void run(Sync sync) throws IOException {
    Round round;
    boolean leads;
    synchronized (monitor) {
      if (current == null) {
        current = new Round();
        current.turn.countDown();
        round = current;
      } else {
        if (next == null) {
          next = new Round();
        }
        round = next;
      }
      leads = round.served++ == 0;
    }
    if (leads) {
      lead(round, sync);
    } else {
      await(round.end);
      Throwable failure = round.failure;
      if (failure != null) {
        throw new IOException("a sync shared with others failed: " + failure.getMessage(), failure);
      }
    }
  }

  /** Is nobody syncing or waiting? */
  boolean idle() {
    synchronized (monitor) {
      return current == null;
    }
  }

  /** How many need the sync after the one that runs? */
  int waiting() {
    synchronized (monitor) {
      return next == null ? 0 : next.served;
    }
  }

  private void lead(Round round, Sync sync) throws IOException {
    await(round.turn);
    int served;
    synchronized (monitor) {
      served = round.served; // nobody joins any more: next is another round now, or none
    }
    try {
      sync.run(served);
    } catch (IOException | RuntimeException | Error e) {
      round.failure = e;
      throw e;
    } finally {
      passOn();
      round.end.countDown();
    }
  }

  private void passOn() {
    synchronized (monitor) {
      current = next;
      next = null;
      if (current != null) {
        current.turn.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
