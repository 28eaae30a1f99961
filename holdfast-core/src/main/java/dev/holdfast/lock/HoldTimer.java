package dev.holdfast.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches over holds that have a hold timeout. Locks without one cost it nothing. */
final class HoldTimer {
  private HoldTimer() {}

  private static final System.Logger LOG = System.getLogger(HoldTimer.class.getName());

  /** One thread for the process, which ends when there is nothing to watch. */
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("holdfast-hold-timer").factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static ScheduledFuture<?> schedule(Runnable overrun, Grant grant) {
    Duration allowed = grant.request.holdAtMost().orElseThrow();
    return TIMER.schedule(
        () -> {
          try {
            overrun.run();
          } catch (RuntimeException e) { // nobody else would hear of it
            LOG.log(Level.WARNING, "the hold timeout of '" + grant.resource() + "' failed", e);
          }
        },
        allowed.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /** Runs an operation on this thread, which is interrupted if it takes too long. */
  static <T extends @Nullable Object, E extends Exception> T call(
      Grant grant, HandleCall<T, E> operation) throws E {
    long startNanos = System.nanoTime();
    Watch watch = new Watch(grant);
    ScheduledFuture<?> timeout = schedule(watch::overrun, grant);
    T result;
    try {
      result = operation.call(grant);
    } catch (Throwable e) {
      timeout.cancel(false);
      if (watch.end()) {
        throw timedOut(grant, startNanos, e);
      }
      throw e;
    }
    timeout.cancel(false);
    if (watch.end()) {
      throw timedOut(grant, startNanos, null);
    }
    return result;
  }

  private static LockHoldTimeoutException timedOut(
      Grant grant, long startNanos, @Nullable Throwable cause) {
    return new LockHoldTimeoutException(
        grant.request,
        grant.request.holdAtMost().orElseThrow(),
        Duration.ofNanos(System.nanoTime() - startNanos),
        cause);
  }

  /** Watches a handle whose owner nobody knows. */
  static void watchHandle(Grant grant) {
    var _ =
        schedule(
            () -> {
              if (grant.state != Grant.State.HELD) {
                return;
              }
              grant.overran();
              if (grant.request.onOverrun() == Overrun.FENCE) {
                grant.fence();
              } else {
                LOG.log(
                    Level.WARNING,
                    "the lock ''{0}'' is held longer than the {1} ms it may: by thread {2}, since {3}",
                    grant.resource(),
                    grant.request.holdAtMost().orElseThrow().toMillis(),
                    grant.thread.getName(),
                    grant.since());
              }
            },
            grant);
  }

  /** The race between the end of an operation and its timeout. */
  private static final class Watch {
    private final Grant grant;
    private boolean ended;
    private boolean overran;

    Watch(Grant grant) {
      this.grant = grant;
    }

    /** On the timer's thread. */
    synchronized void overrun() {
      if (ended) {
        return;
      }
      overran = true;
      grant.overran();
      if (grant.request.onOverrun() == Overrun.FENCE) {
        grant.fence();
      }
      grant.thread.interrupt();
    }

    /** On the operation's thread, when it is through; true if that was too late. */
    synchronized boolean end() {
      ended = true;
      if (overran) {
        boolean _ = Thread.interrupted(); // ours, not for the caller's later code
      }
      return overran;
    }
  }
}
