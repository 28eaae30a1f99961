package dev.holdfast.event;

/**
 * Is told what happens to the locks of a manager.
 *
 * <p>Called on the thread that acquires or releases, after the state of the lock has changed, with
 * no internal monitor held: so a listener may use the manager, and it delays the thread for as long
 * as it runs, a holder under its lock. Threads call it at the same time, so events of one resource
 * from different threads may arrive in either order.
 *
 * <p>What a listener throws does not reach the caller of the lock: the first time it is logged as a
 * warning to the {@link System.Logger} {@code dev.holdfast.event}, then no more. It is still told
 * of what follows.
 *
 * {@snippet :
 * try (LockListener.Registration r = locks.addListener(event -> {
 *   if (event instanceof LockEvent.TakenOver taken) {
 *     repair(taken.resource());
 *   }
 * })) {
 *   work();
 * }
 * }
 */
@FunctionalInterface
public interface LockListener {

  /** Something happened. Keep it short. */
  void on(LockEvent event);

  /** A listener of a manager, until this is closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {

    /**
     * Removes the listener. A thread that is just telling it may still do so. Idempotent, from any
     * thread.
     */
    @Override
    void close();
  }
}
