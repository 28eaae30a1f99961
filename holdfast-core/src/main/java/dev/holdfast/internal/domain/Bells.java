package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.Futex;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * How waiters of different processes wake each other. See decision 0007.
 *
 * <p>A wish has a word in its record, its bell. Who rings adds one and wakes whoever sleeps on it:
 * a platform thread, or the bell thread of the process, which sleeps on the word of its process and
 * wakes virtual threads and those who have waited for long. Where there is no futex, nobody is
 * woken and waiters look again.
 */
final class Bells {

  private final MemorySegment file;
  private final Buckets buckets;
  private final RecordTable records;
  private final boolean futex = Futex.supported();

  /** Parked threads by the place of their wish, and the bell as they saw it. */
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
   * From now on the waiter of a wish parks, and the bell thread wakes it: so do an interrupt and
   * {@link #ringOwn}. It must attempt once more before it sleeps: a ring may have gone to its
   * futex.
   */
  void ringByProcess(int place) {
    records.ringByProcess(place);
  }

  /**
   * Sleeps until the bell of a wish differs from {@code seen}, at most for {@code nanos}; may
   * return earlier without reason, and if it parks also at an interrupt.
   */
  void sleep(int place, int seen, long nanos) {
    if (!futex) {
      LockSupport.parkNanos(this, nanos);
    } else if (!records.isRungByProcess(place)) {
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
   * or all readers before the first writer. If none of them was asleep, the next one is woken too,
   * and so on: one that does not sleep may be on its way, but it may also be stopped or dead, and
   * then the next one must find out.
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
    wishes.sort(Comparator.comparingLong(Standing::ticket));
    boolean onlyReaders = true;
    boolean heard = false;
    for (Standing wish : wishes) {
      onlyReaders &= wish.isShared();
      if (!heard || onlyReaders) {
        heard |= ring(wish);
      }
    }
  }

  /** Was somebody asleep? */
  private boolean ring(Standing wish) {
    long bell = RecordFormat.bellAt(wish.place());
    int _ = (int) Layout.INTS.getAndAdd(file, bell, 1);
    if (!futex) {
      return false;
    }
    // Asked after the bell has changed: a waiter says how it sleeps and then reads its bell.
    return records.isRungByProcess(wish.place())
        ? ringProcess(wish.slot())
        : Futex.wake(file.address() + bell);
  }

  /** Wakes a waiter of this process that parks, or is about to. */
  void ringOwn(int place) {
    int _ = (int) Layout.INTS.getAndAdd(file, RecordFormat.bellAt(place), 1);
    Parked waiter = parked.get(place);
    if (waiter != null) {
      LockSupport.unpark(waiter.thread());
    }
  }

  /** Wakes the bell thread of a process; was it asleep? */
  boolean ringProcess(int slot) {
    if (!futex || slot == ProcessTable.NO_SLOT) {
      return false;
    }
    int _ = (int) Layout.INTS.getAndAdd(file, ProcessTable.bellAt(slot), 1);
    return Futex.wake(file.address() + ProcessTable.bellAt(slot));
  }

  /**
   * One round of the bell thread of this process: sleeps until the process is rung for or {@code
   * nanos} are over, then wakes the parked threads whose bells have changed.
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
