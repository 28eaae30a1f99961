package dev.holdfast.lock;

import java.lang.System.Logger.Level;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells of handles that were dropped without being closed. Their locks stay held: to release one
 * because a collector came by would give it away while its owner may still be at work.
 *
 * <p>A grant that is held is known to its queue, and knows its handle by a weak reference only. If
 * the collector finds the handle gone, the reference reports; if the handle was closed before, the
 * grant is gone with its reference, and nothing had to be registered or forgotten.
 */
final class LeakReporter {

  /** {@code always} notes for each handle where it was acquired; {@code never} for none. */
  static final String PROPERTY = "dev.holdfast.locks.leaks";

  private static final System.Logger LOG = System.getLogger(LeakReporter.class.getName());
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** What stands on the stack between the caller and us. */
  private static final Set<String> OWN =
      Set.of(
          LeakReporter.class.getName(),
          DefaultLockManager.class.getName(),
          LockManager.class.getName(),
          "dev.holdfast.DefaultFileLockManager");

  /** To note the place costs more than the lock, so after the first ones only some are noted. */
  private static final int NOTED_FIRST = 1000;

  private static final int THEN_ONE_IN = 128;

  /** Waits for handles that the collector found. Started with the first handle. */
  private static final class Collector {
    static final ReferenceQueue<TrackedHandle> DROPPED = new ReferenceQueue<>();

    static {
      Thread.ofPlatform().daemon().name("holdfast-leaks").start(Collector::run);
    }

    private static void run() {
      while (true) {
        try {
          ((HandleReference) DROPPED.remove()).report();
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt it, and others rely on it
        }
      }
    }
  }

  /** What a grant knows of its handle. */
  static final class HandleReference extends WeakReference<TrackedHandle> {
    private final Grant grant;
    private final @Nullable String place;

    HandleReference(TrackedHandle handle, Grant grant, @Nullable String place) {
      super(handle, Collector.DROPPED);
      this.grant = grant;
      this.place = place;
    }

    private void report() {
      if (grant.state == Grant.State.HELD) {
        LeakReporter.report(grant, place);
      }
    }
  }

  private final String policy = System.getProperty(PROPERTY, "some");
  private final AtomicInteger tracked = new AtomicInteger();

  /** The handle to give out for a grant that is not closed by ourselves. */
  LockHandle track(Grant grant) {
    TrackedHandle handle = new TrackedHandle(grant);
    grant.handle = new HandleReference(handle, grant, isNoted() ? callersPlace() : null);
    return handle;
  }

  private boolean isNoted() {
    return switch (policy) {
      case "always" -> true;
      case "never" -> false;
      default ->
          (tracked.get() < NOTED_FIRST && tracked.getAndIncrement() < NOTED_FIRST)
              || ThreadLocalRandom.current().nextInt(THEN_ONE_IN) == 0;
    };
  }

  private static String callersPlace() {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> !isOwn(frame.getClassName()))
                .findFirst()
                .map(Object::toString)
                .orElse("an unknown place"));
  }

  private static boolean isOwn(String className) {
    return OWN.contains(className) || className.startsWith("java.util.");
  }

  private static void report(Grant grant, @Nullable String place) {
    LOG.log(
        Level.WARNING,
        "the handle of the lock ''{0}'' was dropped without close(), so the lock stays held until"
            + " this process ends. Acquired by thread {1}, since {2}, {3}",
        grant.resource(),
        grant.thread.getName(),
        grant.since(),
        place == null ? "the place was not noted: set -D" + PROPERTY + "=always" : "at " + place);
  }
}
