package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The record by which other processes see that this one holds a resource, if it found a place.
 *
 * <p>It stays while the lock is kept without being held: then it says nothing. Used under the
 * monitor of the resource's queue.
 */
final class PublishedHold {

  private final DomainFile file;
  private final Publisher publisher;

  private int place = Publisher.NOWHERE;

  // The texts of the record, which are seldom others the next time.
  private @Nullable String thread;
  private @Nullable String purpose;

  PublishedHold(DomainFile file, Publisher publisher) {
    this.file = file;
    this.publisher = publisher;
  }

  boolean isPublished() {
    return place != Publisher.NOWHERE;
  }

  /**
   * Says that the calling thread holds.
   *
   * @param ofWish the place of a record that becomes this one, or {@link Publisher#NOWHERE}
   */
  void say(LockRequest request, long token, int ofWish) {
    place = ofWish;
    State state = stateOf(request);
    if (isPublished()) {
      file.change(place, publisher.record(request, state, token, 0));
    } else {
      place = publisher.publish(request, state, token, 0);
    }
    remember(request);
  }

  /** Says it again, of an exclusive hold, by the record that stayed. */
  void sayAgain(LockRequest request, long token, long aboutNowMillis) {
    if (Thread.currentThread().getName().equals(thread) && request.purpose().equals(purpose)) {
      long threadId = Publisher.threadId(request);
      file.change(place, State.HOLDS_EXCLUSIVE, aboutNowMillis, token, threadId);
    } else if (isPublished()) {
      file.change(place, publisher.record(request, State.HOLDS_EXCLUSIVE, token, 0));
      remember(request);
    }
  }

  private void remember(LockRequest request) {
    thread = Thread.currentThread().getName();
    purpose = request.purpose();
  }

  /** Several threads may share it now: it speaks of none, so no circle is looked for through it. */
  void sayShared() {
    file.change(place, State.HOLDS_SHARED, System.currentTimeMillis(), 0, 0);
  }

  /** Nobody here holds it. */
  void sayNothing() {
    file.change(place, State.NONE, 0, 0, 0);
  }

  /**
   * Clears what dead holders left, after this one has said that it holds exclusively: if we die in
   * between, our record tells of it.
   *
   * @return did an exclusive holder die?
   */
  boolean clearDeadHolders() throws IOException {
    return file.clearDeadHolders(publisher.key(), place);
  }

  /** Leaves the record as that of a dead holder. */
  void orphan() {
    file.orphan(place);
    place = Publisher.NOWHERE;
  }

  void withdraw() {
    file.withdraw(place);
    place = Publisher.NOWHERE;
    thread = null;
    purpose = null;
  }

  private static State stateOf(LockRequest request) {
    return request.mode() == LockMode.EXCLUSIVE ? State.HOLDS_EXCLUSIVE : State.HOLDS_SHARED;
  }
}
