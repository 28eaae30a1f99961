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
      sight.interrupted(request);
      throw new InterruptedException(
          "interrupted before asking for the lock '%s'; it is not held".formatted(resource));
    }
    Grant grant = null;
    ResourceQueue queue = enter(resource);
    try {
      grant = queue.tryAcquire(request, this, startNanos);
      if (grant != null) {
        return counted(grant, 0);
      }
      grant = queued(queue, request, startNanos + saturatedNanos(waitAtMost));
      long waitedNanos = System.nanoTime() - startNanos;
      if (grant == null) {
        metrics.of(resource).timedOut();
        throw sight.timedOut(request, TimeoutMessage.of(queue.describe(), request, waitedNanos));
      }
      metrics.waited(resource, grant.recorder, waitedNanos);
      return counted(grant, waitedNanos);
    } catch (InterruptedException e) {
      metrics.of(resource).interrupted();
      sight.interrupted(request);
      throw e;
    } catch (DeadlockException e) {
      metrics.of(resource).deadlocked();
      sight.deadlocked(request, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      if (grant == null) {
        domain.leave(queue);
      }
    }
  }

  private @Nullable Grant queued(ResourceQueue queue, LockRequest request, long deadlineNanos)
      throws InterruptedException {
    FlightRecorder.Span span = sight.waiting(request);
    Grant grant = null;
    try {
      grant = queue.acquire(request, this, deadlineNanos);
      return grant;
    } finally {
      sight.noLongerWaiting(span, request, grant);
    }
  }

  private Grant counted(Grant grant, long waitedNanos) {
    grant.recorder.acquired(grant.previousOwnerDied());
    sight.granted(grant, waitedNanos);
    return grant;
  }

  private @Nullable Grant tryGrant(LockRequest request, long nowNanos) {
    Grant grant = null;
    ResourceQueue queue = enter(request.resource());
    try {
      grant = queue.tryAcquire(request, this, nowNanos);
      return grant == null ? null : counted(grant, 0);
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
  public LockListener.Registration addListener(LockListener listener) {
    return sight.listeners.add(requireNonNull(listener));
  }

  LockSight sight() {
    return sight;
  }

  KindRecorder recorderOf(String resource) {
    return metrics.of(resource);
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
    grant.recorder.released(heldNanos);
    domain.leave(queue);
    sight.released(grant, heldNanos);
  }

  private ResourceQueue enter(String resource) {
    checkOpen(resource);
    ResourceQueue queue = domain.enter(resource);
    if (queue == null) {
      throw new LockManagerClosedException(resource); // closed since we looked
    }
    return queue;
  }

  /** Half of the range at the most: deadlines are compared by difference. */
  private static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0
        ? Long.MAX_VALUE / 2
        : duration.toNanos();
  }
}
