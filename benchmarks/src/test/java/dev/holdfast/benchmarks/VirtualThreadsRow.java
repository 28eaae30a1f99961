package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** Virtual threads that queue for one name in one process, and are then served one by one. */
final class VirtualThreadsRow implements Row {

  private static final int FEW = 10;
  private static final double TARGET_TO_FEW = 2;

  /** One lock; each call waits for it. */
  private interface OneLock {
    AutoCloseable acquire() throws Exception;
  }

  private record Result(int served, boolean inOrder, double handOverNanos, double heapBytes) {}

  @Override
  public Section measure(Options options) throws Exception {
    int many = options.choose(100_000, 10_000);
    Section section =
        new Section(
            String.format(Locale.ROOT, "%,d virtual threads on one name", many),
            "lock",
            "served",
            "in order of arrival",
            "hand-over",
            "hand-over with 10",
            "many ÷ few",
            "heap a waiter");
    try (FileLockManager locks = FileLockManager.inProcess()) {
      LockRequest request = LockRequest.exclusive("one").waitAtMost(Duration.ofHours(1));
      compare(section, "Holdfast, `inProcess()`", many, () -> locks.acquire(request));
    }
    ReentrantLock fair = new ReentrantLock(true);
    compare(
        section,
        "`ReentrantLock`, fair",
        many,
        () -> {
          fair.lock();
          return fair::unlock;
        });
    section.note("A hand-over is the time from the first grant to the last one by their number.");
    section.note("The heap includes the parked virtual thread itself.");
    return section;
  }

  private static void compare(Section section, String title, int many, OneLock lock)
      throws Exception {
    int rounds = many / FEW;
    double few = 0;
    boolean inOrder = true;
    for (int i = 0; i < 2 * rounds; i++) {
      Result result = queue(lock, FEW, false);
      inOrder &= result.inOrder && result.served == FEW;
      few += i < rounds ? 0 : result.handOverNanos / rounds;
    }
    Result result = queue(lock, many, true);
    inOrder &= result.inOrder;
    double ratio = result.handOverNanos / few;
    section.line(
        title,
        String.format(Locale.ROOT, "%,d", result.served),
        inOrder ? "yes" : "**no**",
        Section.time(result.handOverNanos),
        Section.time(few),
        Section.ratio(ratio),
        String.format(Locale.ROOT, "%.0f bytes", result.heapBytes));
    if (title.startsWith("Holdfast")) {
      section.target("all served", result.served + " of " + many, result.served == many);
      section.target("FIFO", inOrder ? "yes" : "no", inOrder);
      section.target(
          "cost per hand-over ≤ 2 × that with 10 waiters",
          Section.ratio(ratio) + " ×",
          ratio <= TARGET_TO_FEW);
    }
  }

  private static Result queue(OneLock lock, int waiters, boolean withHeap) throws Exception {
    int[] order = new int[waiters];
    int[] served = new int[1]; // under the lock, as the two times
    long[] firstAndLast = new long[2];
    List<Thread> threads = new ArrayList<>(waiters);
    long heap = withHeap ? Worker.usedHeap() : 0;
    AutoCloseable held = lock.acquire();
    for (int i = 0; i < waiters; i++) {
      int me = i;
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (AutoCloseable _ = lock.acquire()) {
                      firstAndLast[served[0] == 0 ? 0 : 1] = System.nanoTime();
                      order[served[0]++] = me;
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      // The next one comes only when this one queues: so the order of arrival is known.
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      threads.add(thread);
    }
    double heapBytes = withHeap ? (double) (Worker.usedHeap() - heap) / waiters : 0;
    held.close();
    for (Thread thread : threads) {
      thread.join();
    }
    double nanos = (double) (firstAndLast[1] - firstAndLast[0]) / (waiters - 1);
    boolean inOrder = true;
    for (int i = 0; i < waiters; i++) {
      inOrder &= order[i] == i;
    }
    return new Result(served[0], inOrder, nanos, heapBytes);
  }
}
