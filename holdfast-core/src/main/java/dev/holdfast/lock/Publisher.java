package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.LockRecord;
import dev.holdfast.internal.domain.LockRecord.State;

/** Publishes what threads of this process hold or want of one resource. */
final class Publisher {

  /** The place of a record that is not published. */
  static final int NOWHERE = -1;

  private final DomainFile file;
  private final String resource;
  private final long key;

  Publisher(DomainFile file, String resource) {
    this.file = file;
    this.resource = resource;
    this.key = DomainFile.keyOf(resource);
  }

  long key() {
    return key;
  }

  /**
   * Publishes for the calling thread.
   *
   * @return the place of the record, or {@link #NOWHERE}
   */
  int publish(LockRequest request, State state, long token, long ticket) {
    return file.publish(key, record(request, state, token, ticket));
  }

  /** What the calling thread has to say. */
  LockRecord record(LockRequest request, State state, long token, long ticket) {
    return new LockRecord(
        state,
        file.slot(),
        file.incarnation(),
        System.currentTimeMillis(),
        token,
        DefaultLockManager.PID,
        ticket,
        threadId(request),
        resource,
        Thread.currentThread().getName(),
        request.purpose());
  }

  /** Who is to be found in a circle of waits; 0 if nobody knows who will release the lock. */
  static long threadId(LockRequest request) {
    return request.isDetached() ? 0 : Thread.currentThread().threadId();
  }
}
