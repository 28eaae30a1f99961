package dev.holdfast.verify.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small lock built as the real one is: a queue of the threads of a process, and one kernel lock
 * of the process. One guard of it can be removed.
 */
final class PlantedLock implements ControlLock {

  /** The guard that is missing. */
  enum Fault {
    /** None: the referee must have nothing to say. */
    NONE,
    /** Who is woken takes the lock without looking again. */
    NO_RECHECK,
    /** A release wakes nobody. */
    WAKE_LOST,
    /** All grants have the same token. */
    TOKEN_NOT_ADVANCED,
    /** Who has waited for long is let in while the operation of the holder goes on. */
    HAND_OVER_TOO_EARLY,
    /** A reader does not look for a writer. */
    READER_PAST_WRITER,
    /** A release does not look whether the lock is its own. */
    RELEASE_UNCHECKED,
    /** The kernel is not asked: other processes are not kept out. */
    OTHER_PROCESSES_FORGOTTEN
  }

  private static final Duration POLL = Duration.ofMillis(1);
  private static final Duration TOO_LONG = Duration.ofMillis(50);

  /** The place of the token, beyond the byte that is locked. */
  private static final long TOKEN_AT = 8;

  private final Fault fault;
  private final FileChannel channel;
  private final ArrayDeque<Request> queue = new ArrayDeque<>();
  private @Nullable FileLock kernel;
  private int readers;
  private @Nullable Request writer;

  PlantedLock(Fault fault, Path file) throws IOException {
    this.fault = fault;
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public @Nullable Held acquire(Request who, boolean exclusive, Duration wait) throws IOException {
    long startNanos = System.nanoTime();
    synchronized (this) {
      queue.add(who);
    }
    boolean told = false;
    try {
      while (true) {
        boolean poked = who.takePoke();
        long waitedNanos = System.nanoTime() - startNanos;
        boolean kernelInTheWay;
        synchronized (this) {
          boolean first = queue.peek() == who && admits(exclusive);
          if (guardIsMissing(poked, exclusive, waitedNanos) || (first && takeKernel(exclusive))) {
            return enter(who, exclusive);
          }
          kernelInTheWay = first;
        }
        if (waitedNanos >= wait.toNanos()) {
          return null;
        }
        if (poked || !told) {
          told = true;
          who.waits();
        }
        long leftNanos = wait.toNanos() - waitedNanos;
        boolean polls = kernelInTheWay || fault == Fault.HAND_OVER_TOO_EARLY;
        LockSupport.parkNanos(polls ? Math.min(leftNanos, POLL.toNanos()) : leftNanos);
      }
    } finally {
      synchronized (this) {
        queue.remove(who);
        wakeFirst();
      }
    }
  }

  private boolean guardIsMissing(boolean poked, boolean exclusive, long waitedNanos) {
    return switch (fault) {
      case NO_RECHECK -> poked;
      case HAND_OVER_TOO_EARLY -> waitedNanos > TOO_LONG.toNanos();
      case READER_PAST_WRITER -> !exclusive;
      case OTHER_PROCESSES_FORGOTTEN -> admits(exclusive);
      default -> false;
    };
  }

  private boolean admits(boolean exclusive) {
    return writer == null && (readers == 0 || !exclusive);
  }

  private boolean takeKernel(boolean exclusive) throws IOException {
    if (kernel == null) {
      kernel = channel.tryLock(0, 1, !exclusive);
    }
    return kernel != null;
  }

  private Held enter(Request who, boolean exclusive) throws IOException {
    long token = 0;
    if (exclusive) {
      writer = who;
      token = nextToken();
    } else {
      readers++;
      wakeFirst();
    }
    return new Held(token, () -> release(who, exclusive));
  }

  private long nextToken() throws IOException {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
    channel.read(word, TOKEN_AT);
    long token = word.getLong(0) + 1;
    if (fault != Fault.TOKEN_NOT_ADVANCED) {
      channel.write(word.clear().putLong(0, token), TOKEN_AT);
    }
    return token;
  }

  private synchronized void release(Request who, boolean exclusive) {
    if (exclusive) {
      if (writer != who && fault != Fault.RELEASE_UNCHECKED) {
        return;
      }
      writer = null;
    } else {
      readers--;
    }
    if (readers <= 0 && kernel != null) {
      try {
        kernel.release();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      kernel = null;
    }
    if (fault != Fault.WAKE_LOST) {
      wakeFirst();
    }
  }

  private void wakeFirst() {
    Request first = queue.peek();
    if (first != null) {
      LockSupport.unpark(first.thread);
    }
  }
}
