package dev.holdfast.lock;

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
  private final LeakReporter leaks = new LeakReporter();
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Set once. A waiter adds itself to {@link #waiting} before it reads this, and {@link #close}
   * reads that set after it wrote this: so one of the two sees the other.
   */
  private volatile boolean closed;

  /** Takes over one manager's share of the domain. */
  DefaultLockManager(LockDomain domain) {
    this.domain = domain;
  }

  @Override
  public LockHandle acquire(LockRequest request) throws InterruptedException {
    Grant joined = Reentrance.joined(domain, request);
    if (joined != null) {
      return new JoinedHandle(joined);
    }
    return bare(grant(request, System.nanoTime(), request.waitAtMost()));
  }

  @Override
  public Optional<LockHandle> tryAcquire(LockRequest request) {
    Grant joined = Reentrance.joined(domain, request);
    if (joined != null) {
      return Optional.of(new JoinedHandle(joined));
    }
    Grant grant = tryGrant(request, System.nanoTime());
    return grant == null ? Optional.empty() : Optional.of(bare(grant));
  }

  /** What a caller gets who closes the handle himself, or forgets to. */
  private LockHandle bare(Grant grant) {
    if (grant.request.holdAtMost().isPresent()) {
      HoldTimer.watchHandle(grant);
    }
    return leaks.track(grant);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T withLock(
      LockRequest request, HandleCall<T, E> operation) throws E, InterruptedException {
    Grant joined = Reentrance.joined(domain, request);
    if (joined != null) {
      return operation.call(new JoinedHandle(joined));
    }
    Grant grant = grant(request, System.nanoTime(), request.waitAtMost());
    try {
      HandleCall<T, E> scoped =
          request.isReentrant() ? Reentrance.scope(domain, operation) : operation;
      return request.holdAtMost().isEmpty() ? scoped.call(grant) : HoldTimer.call(grant, scoped);
    } finally {
      grant.close();
    }
  }

  /** Acquires, with a wait that began at {@code startNanos}. */
  private Grant grant(LockRequest request, long startNanos, Duration waitAtMost)
      throws InterruptedException {
    String resource = request.resource();
    if (Thread.interrupted()) {
      metrics.of(resource).interrupted();
      throw new InterruptedException(
          "interrupted before asking for the lock '%s'; it is not held".formatted(resource));
    }
    Grant grant = null;
    ResourceQueue queue = enter(resource);
    try {
      grant = queue.tryAcquire(request, this, startNanos);
      if (grant != null) {
        countersOf(queue).acquired(grant);
        return grant;
      }
      grant = queue.acquire(request, this, startNanos + saturatedNanos(waitAtMost));
      long waitedNanos = System.nanoTime() - startNanos;
      if (grant == null) {
        countersOf(queue).timedOut();
        throw TimeoutMessage.of(queue.describe(), request, waitedNanos);
      }
      countersOf(queue).acquired(grant, waitedNanos);
      return grant;
    } catch (InterruptedException e) {
      countersOf(queue).interrupted();
      throw e;
    } catch (DeadlockException e) {
      countersOf(queue).deadlocked();
      throw e;
    } finally {
      if (grant == null) {
        domain.leave(queue);
      }
    }
  }

  private @Nullable Grant tryGrant(LockRequest request, long nowNanos) {
    Grant grant = null;
    ResourceQueue queue = enter(request.resource());
    try {
      grant = queue.tryAcquire(request, this, nowNanos);
      if (grant != null) {
        countersOf(queue).acquired(grant);
      }
      return grant;
    } finally {
      if (grant == null) {
        domain.leave(queue);
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
        held.add(grant(request, startNanos, wait));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      held.reversed().forEach(Grant::giveBack);
      throw e;
    }
    return new DefaultLockHandles(held.stream().map(this::bare).toList());
  }

  private static LockRequest stronger(LockRequest one, LockRequest other) {
    return other.mode() == LockMode.EXCLUSIVE ? other : one;
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

  void waiting(Waiter waiter) {
    waiting.add(waiter);
    metrics.waitBegan();
  }

  void noLongerWaiting(Waiter waiter) {
    waiting.remove(waiter);
    metrics.waitEnded();
  }

  /** The bookkeeping of a hold that has just ended, once. */
  void ended(ResourceQueue queue, Grant grant, long heldNanos) {
    countersOf(queue).released(heldNanos);
    domain.leave(queue);
  }

  private ResourceQueue enter(String resource) {
    checkOpen(resource);
    ResourceQueue queue = domain.enter(resource);
    if (queue == null) {
      throw new LockManagerClosedException(resource); // closed since we looked
    }
    return queue;
  }

  /** Managers share queues, and each counts for itself. */
  private MetricsRecorder.Counters countersOf(ResourceQueue queue) {
    MetricsRecorder.Counters known = queue.counters;
    if (known == null || known.recorder() != metrics) {
      known = metrics.of(queue.resource());
      queue.counters = known;
    }
    return known;
  }

  /** Half of the range at the most: deadlines are compared by difference. */
  private static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0
        ? Long.MAX_VALUE / 2
        : duration.toNanos();
  }
}
