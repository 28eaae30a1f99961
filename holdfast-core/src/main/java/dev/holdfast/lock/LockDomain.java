package dev.holdfast.lock;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The place where names mean the same lock: the queues of its resources in this process.
 *
 * <p>A queue exists while a request waits in it or a handle of it is held, or the process keeps its
 * lock for a moment, and no longer, so memory follows the locks in use and not the names ever seen.
 */
abstract class LockDomain {

  private final ConcurrentHashMap<String, ResourceQueue> queues = new ConcurrentHashMap<>();

  /** The outer lock of a resource that is now in use. */
  abstract OuterLock outerLockOf(String resource);

  /**
   * One more user of the domain: a manager, a request or a handle.
   *
   * @return false if the last user has left and the domain is closed
   */
  abstract boolean retain();

  /** One user less; the last one closes the domain. */
  abstract void release();

  /** Those of other processes, by resource. */
  abstract List<LockInfo> others();

  /** The queue of a resource, for one more user; {@link #leave} must follow. */
  ResourceQueue enter(String resource) {
    return requireNonNull(
        queues.compute(
            resource,
            (name, found) -> {
              ResourceQueue queue =
                  found == null ? new ResourceQueue(name, outerLockOf(name)) : found;
              queue.references++;
              return queue;
            }));
  }

  void leave(ResourceQueue queue) {
    queues.computeIfPresent(
        queue.resource(),
        (name, found) -> --found.references == 0 && !found.isKept() ? null : found);
  }

  /**
   * Gives up the lock that the process keeps of a resource, unless it is in use or was used since
   * this was asked before.
   *
   * @param whenGone called when nothing is kept of the resource any more
   */
  void dropIfUnused(String resource, Runnable whenGone) {
    queues.compute(
        resource,
        (name, found) -> {
          if (found != null && (found.references > 0 || !found.dropIfUnused())) {
            return found;
          }
          whenGone.run();
          return null;
        });
  }

  /** Gives up all that is kept, when there are no users any more. */
  void dropAll() {
    queues.values().forEach(ResourceQueue::drop);
    queues.clear();
  }

  /** All queues in use now. */
  List<ResourceQueue> queues() {
    return new ArrayList<>(queues.values());
  }
}
