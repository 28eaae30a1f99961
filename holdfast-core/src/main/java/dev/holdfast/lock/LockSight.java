package dev.holdfast.lock;

import dev.holdfast.event.LockEvent;
import dev.holdfast.internal.jfr.FlightRecorder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of a manager and the flight recorder what happens. Called with no monitor
 * held; never throws.
 */
final class LockSight {

  final Listeners listeners = new Listeners();

  /** The request is about to queue. */
  FlightRecorder.@Nullable Span waiting(LockRequest request) {
    if (!listeners.isEmpty()) {
      listeners.tell(new LockEvent.Waiting(request.resource(), isExclusive(request.mode())));
    }
    return FlightRecorder.beginWait();
  }

  /** The request left the queue, with a grant or without. */
  void noLongerWaiting(
      FlightRecorder.@Nullable Span span, LockRequest request, @Nullable Grant grant) {
    if (span != null) {
      long token = grant == null ? 0 : grant.token();
      span.end(request.resource(), request.kind(), request.mode().name(), token, grant != null);
    }
  }

  void granted(Grant grant, long waitedNanos) {
    grant.span = FlightRecorder.beginHold();
    boolean died = grant.previousOwnerDied();
    if (died) {
      FlightRecorder.takenOver(
          grant.resource(),
          LockRequest.kindOf(grant.resource()),
          grant.mode().name(),
          grant.token());
    }
    if (!listeners.isEmpty()) {
      listeners.tell(
          new LockEvent.Acquired(
              grant.resource(),
              isExclusive(grant.mode()),
              grant.token(),
              Duration.ofNanos(waitedNanos),
              died));
      if (died) {
        listeners.tell(new LockEvent.TakenOver(grant.resource(), grant.token()));
      }
    }
  }

  void released(Grant grant, long heldNanos) {
    FlightRecorder.Span span = grant.span;
    if (span != null) {
      String resource = grant.resource();
      span.end(
          resource, LockRequest.kindOf(resource), grant.request.mode().name(), grant.token(), true);
    }
    if (!listeners.isEmpty()) {
      listeners.tell(
          new LockEvent.Released(
              grant.resource(),
              isExclusive(grant.request.mode()),
              grant.token(),
              Duration.ofNanos(heldNanos)));
    }
  }

  /** Returns its argument, to be thrown. */
  LockTimeoutException timedOut(LockRequest request, LockTimeoutException timeout) {
    List<LockEvent.Holder> holders =
        timeout.holders().stream()
            .map(one -> new LockEvent.Holder(one.pid(), one.thread(), one.purpose(), one.since()))
            .toList();
    FlightRecorder.timedOut(
        request.resource(),
        request.kind(),
        request.mode().name(),
        timeout.waited(),
        holders.stream().map(LockSight::inWords).collect(Collectors.joining(", ")));
    if (!listeners.isEmpty()) {
      listeners.tell(
          new LockEvent.TimedOut(
              request.resource(), isExclusive(request.mode()), timeout.waited(), holders));
    }
    return timeout;
  }

  void interrupted(LockRequest request) {
    if (!listeners.isEmpty()) {
      listeners.tell(new LockEvent.Interrupted(request.resource(), isExclusive(request.mode())));
    }
  }

  /** The request was refused; {@code circle} says who waits for whom. */
  void deadlocked(LockRequest request, String circle) {
    FlightRecorder.deadlocked(request.resource(), request.kind(), request.mode().name(), circle);
    if (!listeners.isEmpty()) {
      listeners.tell(new LockEvent.Deadlocked(request.resource(), circle));
    }
  }

  void overrun(Grant grant, Duration limit) {
    if (!listeners.isEmpty()) {
      listeners.tell(new LockEvent.HoldOverrun(grant.resource(), grant.token(), limit));
    }
  }

  /** An operation of a handle was refused. */
  void fenced(LockHandle handle) {
    if (!listeners.isEmpty()) {
      listeners.tell(new LockEvent.Fenced(handle.resource(), handle.token()));
    }
  }

  private static String inWords(LockEvent.Holder holder) {
    return "pid %d (thread %s) %s"
        .formatted(holder.pid(), holder.thread(), holder.purpose())
        .strip();
  }

  private static boolean isExclusive(LockMode mode) {
    return mode == LockMode.EXCLUSIVE;
  }
}
