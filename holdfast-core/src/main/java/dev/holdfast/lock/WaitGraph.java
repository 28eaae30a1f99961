package dev.holdfast.lock;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom among the threads of a domain in this process.
 *
 * <p>A waiter waits for all who hold the resource, unless it is about to join them, so every circle
 * of waits is a deadlock. Those who stand before it in the queue need no edges of their own: they
 * wait for the same holders. Only threads that hold something are looked at, because nobody waits
 * for others. A circle is looked for when a waiter is about to park, by one thread at a time: of
 * those that close a circle together, the last to look finds it, and only that one. Afterwards
 * edges only go away, or lead to a thread that waits no longer.
 */
final class WaitGraph {

  /** A thread that keeps a waiter waiting, and what it holds. */
  record Blocker(Thread thread, LockRequest request) {}

  private final ConcurrentHashMap<Thread, Waiter> waiting = new ConcurrentHashMap<>();

  /**
   * Adds a waiter that stands in its queue and holds other resources.
   *
   * @throws DeadlockException if it closes a circle; it is not added
   */
  synchronized void add(Waiter waiter) {
    waiting.put(waiter.thread, waiter);
    List<DeadlockException.Edge> circle = circleFrom(waiter);
    if (circle != null) {
      remove(waiter);
      throw DeadlockException.of(circle);
    }
  }

  void remove(Waiter waiter) {
    waiting.remove(waiter.thread, waiter);
  }

  /** Depth first. */
  private @Nullable List<DeadlockException.Edge> circleFrom(Waiter start) {
    Set<Thread> seen = new HashSet<>();
    List<Step> way = new ArrayList<>();
    way.add(new Step(start));
    while (!way.isEmpty()) {
      Step step = way.getLast();
      if (!step.hasNext()) {
        way.removeLast();
        continue;
      }
      Blocker blocker = step.next();
      if (blocker.thread() == start.thread) {
        return way.stream().map(Step::edge).toList();
      }
      Waiter next = waiting.get(blocker.thread());
      if (next != null && seen.add(blocker.thread())) {
        way.add(new Step(next));
      }
    }
    return null;
  }

  /** A waiter on the way, and the blockers of it that were not followed yet. */
  private static final class Step {
    private final Waiter waiter;
    private final List<Blocker> blockers;
    private int followed;

    Step(Waiter waiter) {
      this.waiter = waiter;
      this.blockers = waiter.queue.blockersOf(waiter);
    }

    boolean hasNext() {
      return followed < blockers.size();
    }

    Blocker next() {
      return blockers.get(followed++);
    }

    DeadlockException.Edge edge() {
      Blocker blocker = blockers.get(followed - 1);
      return new DeadlockException.Edge(
          waiter.thread.getName(),
          waiter.request.resource(),
          waiter.request.purpose(),
          blocker.thread().getName(),
          blocker.request().purpose());
    }
  }
}
