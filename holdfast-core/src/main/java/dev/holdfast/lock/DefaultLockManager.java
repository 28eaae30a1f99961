package dev.holdfast.lock;

import static java.util.Objects.requireNonNull;

import dev.holdfast.event.LockListener;
import dev.holdfast.internal.jfr.FlightRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A {@link LockManager} over a {@link LockDomain} that it may share with other managers. */
final class DefaultLockManager implements LockManager {

  /** Of this process, as it sees itself. */
  static final long PID = ProcessHandle.current().pid();

  private final LockDomain domain;
  private final MetricsRecorder metrics = new MetricsRecorder();
  private final LockSight sight = new LockSight();
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Set once. A waiter adds itself to {@link #waiting} before it reads this, and {@link #close}
   * reads that set after it wrote this: so one of the two sees the other.
   */
  private volatile boolean closed;

  /** Takes over one retained use of the domain. */
  DefaultLockManager(LockDomain domain) {
    this.domain = domain;
  }

  @Override
  public LockHandle acquire(LockRequest request) throws InterruptedException {
    return acquire(request, System.nanoTime(), request.waitAtMost());
  }

  /** Acquires with a wait that began earlier, for a request among several. */
  private Grant acquire(LockRequest request, long startNanos, Duration waitAtMost)
      throws InterruptedException {
    String resource = request.resource();
    checkOpen(resource);
    if (Thread.interrupted()) {
      metrics.of(resource).interrupted();
      sight.interrupted(request);
      throw new InterruptedException(
          "interrupted before asking for the lock '%s'; it is not held".formatted(resource));
    }
    long deadlineNanos = startNanos + saturatedNanos(waitAtMost);
    Grant grant = null;
    ResourceQueue queue = enter(resource);
    try {
      grant = queue.tryAcquire(request, this);
      boolean waits = grant == null;
      if (waits) {
        FlightRecorder.Span span = sight.waiting(request);
        try {
          grant = queue.acquire(request, this, deadlineNanos);
        } finally {
          sight.noLongerWaiting(span, request, grant);
        }
      }
      if (grant == null) {
        metrics.of(resource).timedOut();
        throw sight.timedOut(
            request, TimeoutMessage.of(queue.describe(), request, System.nanoTime() - startNanos));
      }
      grant.recorder.acquired(grant.previousOwnerDied());
      long waitedNanos = 0;
      if (waits) {
        waitedNanos = System.nanoTime() - startNanos;
        metrics.waited(resource, grant.recorder, waitedNanos);
      }
      sight.granted(grant, waitedNanos);
      return grant;
    } catch (InterruptedException e) {
      metrics.of(resource).interrupted();
      sight.interrupted(request);
      throw e;
    } finally {
      if (grant == null) {
        leave(queue);
      }
    }
  }

  @Override
  public Optional<LockHandle> tryAcquire(LockRequest request) {
    checkOpen(request.resource());
    Grant grant = null;
    ResourceQueue queue = enter(request.resource());
    try {
      grant = queue.tryAcquire(request, this);
      if (grant != null) {
        grant.recorder.acquired(grant.previousOwnerDied());
        sight.granted(grant, 0);
      }
      return Optional.ofNullable(grant);
    } finally {
      if (grant == null) {
        leave(queue);
      }
    }
  }

  @Override
  public LockHandles acquireAll(Collection<LockRequest> requests) throws InterruptedException {
    // One order for everybody: by name. Two calls can then not wait for each other in a circle.
    TreeMap<String, LockRequest> ordered = new TreeMap<>();
    @Nullable Duration wait = null;
    for (LockRequest request : requests) {
      ordered.merge(request.resource(), request, DefaultLockManager::stronger);
      wait = wait == null || request.waitAtMost().compareTo(wait) < 0 ? request.waitAtMost() : wait;
    }
    List<Grant> held = new ArrayList<>(ordered.size());
    if (wait == null) {
      return new DefaultLockHandles(List.of());
    }
    long startNanos = System.nanoTime();
    try {
      for (LockRequest request : ordered.values()) {
        held.add(acquire(request, startNanos, wait));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      held.reversed().forEach(Grant::giveBack);
      throw e;
    }
    return new DefaultLockHandles(List.copyOf(held));
  }

  private static LockRequest stronger(LockRequest one, LockRequest other) {
    return other.mode() == LockMode.EXCLUSIVE ? other : one;
  }

  @Override
  public LockListener.Registration addListener(LockListener listener) {
    return sight.listeners.add(requireNonNull(listener));
  }

  @Override
  public LockMetrics metrics() {
    return metrics.read();
  }

  @Override
  public List<LockInfo> inspect() {
    TreeMap<String, LockInfo> found = new TreeMap<>();
    for (LockInfo info : domain.others()) {
      found.put(info.resource(), info);
    }
    for (ResourceQueue queue : domain.queues()) {
      LockInfo info = queue.describe();
      if (!info.holders().isEmpty() || !info.waiters().isEmpty()) {
        found.put(info.resource(), info);
      }
    }
    return List.copyOf(found.values());
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    waiting.forEach(waiter -> LockSupport.unpark(waiter.thread));
    domain.release();
  }

  void checkOpen(String resource) {
    if (closed) {
      throw new LockManagerClosedException(resource);
    }
  }

  KindRecorder recorderOf(String resource) {
    return metrics.of(resource);
  }

  void waiting(Waiter waiter) {
    waiting.add(waiter);
    metrics.waitBegan();
  }

  void noLongerWaiting(Waiter waiter) {
    waiting.remove(waiter);
    metrics.waitEnded();
  }

  /** Releases a handle of this manager, unless it was released before. */
  void release(ResourceQueue queue, Grant grant, long heldNanos) {
    boolean first = true;
    try {
      first = queue.release(grant);
    } finally {
      if (first) {
        grant.recorder.released(heldNanos);
        leave(queue);
        sight.released(grant, heldNanos);
      }
    }
  }

  private ResourceQueue enter(String resource) {
    if (!domain.retain()) {
      throw new LockManagerClosedException(resource); // closed since the caller looked
    }
    return domain.enter(resource);
  }

  private void leave(ResourceQueue queue) {
    domain.leave(queue);
    domain.release();
  }

  /** Half of the range at the most: deadlines are compared by difference. */
  private static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0
        ? Long.MAX_VALUE / 2
        : duration.toNanos();
  }
}
