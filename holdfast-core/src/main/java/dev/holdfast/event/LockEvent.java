package dev.holdfast.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something that happened to a request or a handle of a lock manager. */
public sealed interface LockEvent {

  /** The name of the resource. */
  String resource();

  /**
   * Somebody who was in the way.
   *
   * @param pid the process
   * @param thread the name of the thread that asked; empty if it has none
   * @param purpose what it said the lock is for; empty where it said nothing
   * @param since when it was granted, by the clock of its process
   */
  record Holder(long pid, String thread, String purpose, Instant since) {}

  /**
   * A request could not be granted at once and is about to queue.
   *
   * @param resource the name of the resource
   * @param exclusive is it to be held alone?
   */
  record Waiting(String resource, boolean exclusive) implements LockEvent {}

  /**
   * A request was granted. For one of several requests that are acquired together: it may be given
   * back, with {@link Released}, because another one was not granted.
   *
   * @param resource the name of the resource
   * @param exclusive is it held alone?
   * @param token the fencing token of an exclusive grant, otherwise zero
   * @param waited how long the request queued; zero if it was granted at once
   * @param previousOwnerDied did the last exclusive holder die without releasing?
   */
  record Acquired(
      String resource, boolean exclusive, long token, Duration waited, boolean previousOwnerDied)
      implements LockEvent {}

  /**
   * The last exclusive holder died without releasing, and the lock passed on. Follows the {@link
   * Acquired} of the new holder.
   *
   * @param resource the name of the resource
   * @param token the fencing token of the new holder; zero if it is a shared one
   */
  record TakenOver(String resource, long token) implements LockEvent {}

  /**
   * A handle was released.
   *
   * @param resource the name of the resource
   * @param exclusive was it granted to be held alone?
   * @param token the fencing token of an exclusive grant, otherwise zero
   * @param held how long the handle was held
   */
  record Released(String resource, boolean exclusive, long token, Duration held)
      implements LockEvent {}

  /**
   * A request gave up after its wait timeout.
   *
   * @param resource the name of the resource
   * @param exclusive was it to be held alone?
   * @param waited how long it queued
   * @param holders those who held the lock then, as far as they are known
   */
  record TimedOut(String resource, boolean exclusive, Duration waited, List<Holder> holders)
      implements LockEvent {

    /** Copies the list. */
    public TimedOut {
      holders = List.copyOf(holders);
    }
  }

  /**
   * A request gave up because its thread was interrupted.
   *
   * @param resource the name of the resource
   * @param exclusive was it to be held alone?
   */
  record Interrupted(String resource, boolean exclusive) implements LockEvent {}

  /**
   * A request was refused because its wait would have closed a circle of waits.
   *
   * @param resource the name of the resource that was asked for
   * @param circle who waits for whom, in words
   */
  record Deadlocked(String resource, String circle) implements LockEvent {}

  /**
   * A handle was held longer than its request allowed.
   *
   * @param resource the name of the resource
   * @param token the fencing token of an exclusive grant, otherwise zero
   * @param limit what the request allowed
   */
  record HoldOverrun(String resource, long token, Duration limit) implements LockEvent {}

  /**
   * An operation was refused because its handle does not hold the lock any more.
   *
   * @param resource the name of the resource
   * @param token the fencing token of an exclusive grant, otherwise zero
   */
  record Fenced(String resource, long token) implements LockEvent {}
}
