package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.Futex;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * How waiters of different processes wake each other. See decision 0007.
 *
 * <p>A wish has a word in its record, its bell. Who rings adds one and wakes whoever sleeps on it:
 * a platform thread, or the bell thread of a process with virtual threads, which sleeps on the word
 * of its process. Where there is no futex, nobody is woken and waiters look again.
 */
final class Bells {

  private final MemorySegment file;
  private final Buckets buckets;
  private final RecordTable records;
  private final boolean futex = Futex.supported();

  /** Parked virtual threads by the place of their wish, and the bell as they saw it. */
  private final Map<Integer, Parked> parked = new ConcurrentHashMap<>();

  private record Parked(Thread thread, int seen) {}

  Bells(MemorySegment file, Buckets buckets, RecordTable records) {
    this.file = file;
    this.buckets = buckets;
    this.records = records;
  }

  /** Are waiters woken? If not, they must look again often. */
  boolean supported() {
    return futex;
  }

  /** The bell of a wish; to be read before the attempt after which the waiter may sleep. */
  int read(int place) {
    return (int) Layout.INTS.getVolatile(file, RecordFormat.bellAt(place));
  }

  /**
   * Sleeps until the bell of a wish differs from {@code seen}, at most for {@code nanos}; may
   * return earlier without reason, for a virtual thread also at an interrupt.
   */
  void sleep(int place, int seen, long nanos) {
    if (!futex) {
      LockSupport.parkNanos(this, nanos);
    } else if (!Thread.currentThread().isVirtual()) {
      Futex.await(file.address() + RecordFormat.bellAt(place), seen, nanos);
    } else {
      parked.put(place, new Parked(Thread.currentThread(), seen));
      try {
        if (read(place) == seen) {
          LockSupport.parkNanos(this, nanos);
        }
      } finally {
        parked.remove(place);
      }
    }
  }

  /**
   * Wakes those whose turn it is, after this process has unlocked the resource: the first waiter,
   * or all readers before the first writer. If the first one is dead the ring is in vain, and the
   * others find that out at their next look.
   */
  void ringFor(long key) {
    long word = buckets.wanted(key);
    if (!Buckets.isWanted(word)) {
      return;
    }
    List<Standing> wishes = records.wishes(key);
    if (wishes.isEmpty()) {
      buckets.clearWanted(key, word);
      return;
    }
    Standing first = wishes.getFirst();
    long firstWriter = Long.MAX_VALUE;
    for (Standing wish : wishes) {
      first = wish.ticket() < first.ticket() ? wish : first;
      firstWriter = wish.isShared() ? firstWriter : Math.min(firstWriter, wish.ticket());
    }
    for (Standing wish : wishes) {
      if (wish.equals(first) || (first.isShared() && wish.ticket() < firstWriter)) {
        ring(wish);
      }
    }
  }

  private void ring(Standing wish) {
    long bell = RecordFormat.bellAt(wish.place());
    int _ = (int) Layout.INTS.getAndAdd(file, bell, 1);
    if (!futex) {
      return;
    }
    if (wish.virtual()) {
      ringProcess(wish.slot());
    } else {
      Futex.wake(file.address() + bell);
    }
  }

  /** Wakes the bell thread of a process. */
  void ringProcess(int slot) {
    if (futex && slot != ProcessTable.NO_SLOT) {
      int _ = (int) Layout.INTS.getAndAdd(file, ProcessTable.bellAt(slot), 1);
      Futex.wake(file.address() + ProcessTable.bellAt(slot));
    }
  }

  /**
   * One round of the bell thread of this process: sleeps until the process is rung for or {@code
   * nanos} are over, then wakes the virtual threads whose bells have changed.
   *
   * @param seen what the last round returned
   * @return what the next round wants
   */
  int serve(int slot, int seen, long nanos) {
    long bell = ProcessTable.bellAt(slot);
    if (futex) {
      Futex.await(file.address() + bell, seen, nanos);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
    int now = (int) Layout.INTS.getVolatile(file, bell);
    parked.forEach(
        (place, waiter) -> {
          if (read(place) != waiter.seen()) {
            LockSupport.unpark(waiter.thread());
          }
        });
    return now;
  }
}
