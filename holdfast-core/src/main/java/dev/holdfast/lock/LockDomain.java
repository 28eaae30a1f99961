package dev.holdfast.lock;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The place where names mean the same lock: the queues of its resources in this process.
 *
 * <p>A queue exists while it has users (requests that wait, handles that are held) and then until
 * its place among the recently used ones is needed by another, so memory follows the locks in use
 * and not the names ever seen, and a lock that is used again and again is found and not made.
 */
abstract class LockDomain {

  /** Queues without users that are kept at the most; a power of two. */
  private static final int RECENT = 256;

  private final ConcurrentHashMap<String, ResourceQueue> queues = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable ResourceQueue> recent =
      new AtomicReferenceArray<>(RECENT);

  /** Who waits for whom, to find deadlocks. */
  final WaitGraph waitGraph = new WaitGraph();

  /** The outer lock of a resource; {@code monitor} is the queue under whose monitor it is used. */
  abstract OuterLock outerLockOf(String resource, Object monitor);

  /** Is the domain closed for good? */
  abstract boolean isClosed();

  /** A manager is closed. The domain closes with the last one, or with the last handle after it. */
  abstract void release();

  /** A queue has lost its last user. */
  abstract void left();

  /** Those of other processes, by resource. */
  abstract List<LockInfo> others();

  /**
   * The queue of a resource, for one more user; {@link #leave} must follow.
   *
   * @return null if the domain is closed
   */
  @Nullable ResourceQueue enter(String resource) {
    ResourceQueue queue = queues.get(resource);
    if (queue == null || !queue.retain()) {
      queue =
          requireNonNull(
              queues.compute(
                  resource,
                  (name, found) ->
                      found != null && found.retain() ? found : new ResourceQueue(name, this)));
    }
    // Who closes the domain says so first and then looks for users; one of the two sees the other.
    if (isClosed()) {
      leave(queue);
      return null;
    }
    return queue;
  }

  void leave(ResourceQueue queue) {
    if (queue.releaseUser() > 0) {
      return;
    }
    int place = place(queue.resource());
    if (recent.get(place) != queue) {
      ResourceQueue before = recent.getAndSet(place, queue);
      if (before != null && before != queue) {
        retire(before);
      }
    }
    left();
  }

  private static int place(String resource) {
    int hash = resource.hashCode();
    return (hash ^ (hash >>> 16)) & (RECENT - 1);
  }

  private void retire(ResourceQueue queue) {
    if (queue.retire()) {
      queues.remove(queue.resource(), queue);
    }
  }

  /** Does this thread hold any resource of the domain? Looks at all that are in use. */
  boolean isHolder(Thread thread) {
    for (ResourceQueue queue : queues.values()) {
      if (queue.isInUse() && queue.isHeldBy(thread)) {
        return true;
      }
    }
    return false;
  }

  /** Has any queue users? */
  boolean isInUse() {
    for (ResourceQueue queue : queues.values()) {
      if (queue.isInUse()) {
        return true;
      }
    }
    return false;
  }

  /** Gives up all queues, none of which has users. */
  void retireAll() {
    queues.values().forEach(this::retire);
  }

  /** All queues, also those without users. */
  List<ResourceQueue> queues() {
    return new ArrayList<>(queues.values());
  }
}
