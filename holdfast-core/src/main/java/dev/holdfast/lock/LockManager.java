package dev.holdfast.lock;

import dev.holdfast.event.LockListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Named locks of one lock domain.
 *
 * <p>Contract, for every method that acquires:
 *
 * <ul>
 *   <li>Never two exclusive holders of a resource, nor an exclusive and a shared one, in the
 *       domain: threads, virtual threads, processes.
 *   <li>In a process the waiters of a resource are served first come, first served; a reader that
 *       arrives after a writer waits behind it. Between processes each waits with a ticket: while
 *       one waits, each other process gets past it at most once, by a request that was under way
 *       already. Only a process that is stopped for more than 50 ms at its turn is passed.
 *   <li>A request that times out or is interrupted holds nothing and leaves no trace.
 *   <li>A process that dies, however it dies, frees its locks through the kernel. Nothing is ever
 *       judged stale by its age.
 *   <li>Locks are not reentrant, unless both requests ask for it ({@link LockRequest#reentrant}).
 *   <li>A request whose wait would close a circle of waits between threads of this process is
 *       refused at once with {@link DeadlockException}; the simplest circle is a thread that waits
 *       for what it holds itself. A circle over several processes is found some 100 ms after it
 *       closed, or when a wait times out, and refused to the one that came last; one that leads
 *       through a resource that several threads of a process share is not found. Handles count for
 *       the thread that acquired them, unless {@link LockRequest#detached}.
 * </ul>
 *
 * <p>All methods may be called from any thread, virtual threads included.
 */
public interface LockManager extends AutoCloseable {

  /**
   * The domain of a lock directory, shared with everything that opens the same directory.
   *
   * @throws IOException if the directory cannot be created, written or locked, is on a file system
   *     that has no locks, or was made by an incompatible version
   */
  static LockManager open(Path directory) throws IOException {
    return new DefaultLockManager(DirectoryDomain.open(directory));
  }

  /** A domain of its own, for the threads that share the returned manager. */
  static LockManager inProcess() {
    return new DefaultLockManager(new InProcessDomain());
  }

  /**
   * Acquires a lock, queueing for it as long as the request says.
   *
   * @return the grant; close it to release
   * @throws LockTimeoutException if the lock was not had in time; the message names the holder
   * @throws DeadlockException if to wait for it would close a circle of waits
   * @throws LockUpgradeException if the request is reentrant and exclusive, and the operation that
   *     it is part of shares the resource
   * @throws InterruptedException if the thread was interrupted before or while it queued
   * @throws LockManagerClosedException if this manager is closed, also while the request queues
   * @throws LockFailedException if the operating system refused the lock for another reason than
   *     that somebody holds it, or the lock directory was deleted or replaced
   */
  LockHandle acquire(LockRequest request) throws InterruptedException;

  /**
   * Acquires a lock if it can be had at once, whatever wait the request names.
   *
   * @return the grant, or empty if somebody else holds the lock or queues for it
   * @throws LockManagerClosedException if this manager is closed
   * @throws LockFailedException as for {@link #acquire}
   */
  Optional<LockHandle> tryAcquire(LockRequest request);

  /**
   * Acquires several locks: all or none, in one order that is the same for every caller and
   * process, so that two such calls never wait for each other in a circle.
   *
   * <p>The shortest wait among the requests bounds the whole call. A resource that is named more
   * than once is acquired once, exclusively if any of its requests asks for that. No request at all
   * gives an empty set.
   *
   * @throws LockTimeoutException if the locks were not all had in time; the message names the
   *     resource that was missing and its holder
   * @throws DeadlockException as for {@link #acquire}: these locks cannot wait for each other, but
   *     for others that the thread holds already
   * @throws InterruptedException if the thread was interrupted before or while it queued
   * @throws LockManagerClosedException if this manager is closed, also while the request queues
   * @throws LockFailedException as for {@link #acquire}
   */
  LockHandles acquireAll(Collection<LockRequest> requests) throws InterruptedException;

  /**
   * Runs {@code operation} under the lock of the request and releases it, however the operation
   * ends.
   *
   * @return what the operation returns
   * @throws E what the operation throws
   * @throws InterruptedException as for {@link #acquire}; the operation has not run
   * @throws LockHoldTimeoutException if the request has a hold timeout and the operation took
   *     longer; it has ended, whatever it returned or threw
   */
  <T extends @Nullable Object, E extends Exception> T withLock(
      LockRequest request, HandleCall<T, E> operation) throws E, InterruptedException;

  /** {@link #withLock(LockRequest, HandleCall)} for an operation that needs no handle. */
  default <T extends @Nullable Object, E extends Exception> T withLock(
      LockRequest request, LockedCall<T, E> operation) throws E, InterruptedException {
    return withLock(request, handle -> operation.call());
  }

  /** {@link #withLock(LockRequest, HandleCall)} for an operation that returns nothing. */
  default <E extends Exception> void withLock(LockRequest request, LockedRun<E> operation)
      throws E, InterruptedException {
    this.<@Nullable Void, E>withLock(
        request,
        handle -> {
          operation.run();
          return null;
        });
  }

  /** {@link #withLock(LockRequest, LockedCall)}, exclusively, with the default wait. */
  default <T extends @Nullable Object, E extends Exception> T withLock(
      String resource, LockedCall<T, E> operation) throws E, InterruptedException {
    return withLock(LockRequest.exclusive(resource), operation);
  }

  /** {@link #withLock(LockRequest, LockedRun)}, exclusively, with the default wait. */
  default <E extends Exception> void withLock(String resource, LockedRun<E> operation)
      throws E, InterruptedException {
    withLock(LockRequest.exclusive(resource), operation);
  }

  /**
   * Runs {@code operation} under the lock of the request on a virtual thread of its own.
   *
   * <p>To cancel the future, or to complete it in any other way, interrupts that thread: while it
   * waits it gives up and leaves no trace; while the operation runs, the lock is released when the
   * operation has really ended. The future completes with what the operation returns or throws, or
   * with what {@link #withLock} would throw.
   */
  default <T extends @Nullable Object> CompletableFuture<T> withLockAsync(
      LockRequest request, HandleCall<T, ?> operation) {
    return AsyncRun.start(this, request, operation);
  }

  /** {@link #withLockAsync(LockRequest, HandleCall)}, exclusively, for one that needs no handle. */
  default <T extends @Nullable Object> CompletableFuture<T> withLockAsync(
      String resource, LockedCall<T, ?> operation) {
    return withLockAsync(LockRequest.exclusive(resource), handle -> operation.call());
  }

  /**
   * Tells {@code listener} from now on what happens to the requests and handles of this manager; of
   * other managers of the domain it hears nothing. See {@link LockListener} for the threads it is
   * called on.
   *
   * @return close it to remove the listener
   */
  LockListener.Registration addListener(LockListener listener);

  /** Totals of this manager since it was opened. */
  LockMetrics metrics();

  /**
   * Who holds and who waits, over all processes of the domain, sorted by resource.
   *
   * <p>A picture for people: it is read while the others go on, so two lines of it may be from
   * different instants.
   */
  List<LockInfo> inspect();

  /**
   * Refuses further requests and wakes those that queue with {@link LockManagerClosedException}.
   * Handles that are held stay valid until they are closed. Idempotent; does not wait.
   */
  @Override
  void close();
}
