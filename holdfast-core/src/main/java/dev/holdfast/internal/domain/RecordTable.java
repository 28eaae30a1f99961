package dev.holdfast.internal.domain;

import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The published holds and waits of all processes of a domain: open addressing by the key of the
 * resource, within a window of {@value #WINDOW} records.
 *
 * <p>A process claims a free record by putting its incarnation into the owner table, fills it in,
 * and then publishes the key. Only the owner writes to a record; whoever holds the resource
 * exclusively may free the records of dead holders, and whoever opens the domain those of dead
 * waiters. A reader copies a record between two looks at its sequence number, which is odd while it
 * is written.
 *
 * <p>Where no record of the window is free, the hold or wait is not published; it is as good a lock
 * as any other.
 */
final class RecordTable {

  /** Records that may serve a key. */
  static final int WINDOW = 64;

  private static final int NONE = -1;
  private static final int MAX_READS = 100;

  private static final long SEQUENCE_AT = 0;
  private static final long STATE_AT = 8;
  private static final long SLOT_AT = 12;
  private static final long INCARNATION_AT = 16;
  private static final long SINCE_AT = 24;
  private static final long TOKEN_AT = 32;
  private static final long PID_AT = 40;
  private static final long TICKET_AT = 48;
  private static final long THREAD_ID_AT = 56;
  private static final long BELL_AT = 64;
  private static final long VIRTUAL_AT = 68;
  private static final long RESOURCE_LENGTH_AT = 72;
  private static final long THREAD_LENGTH_AT = 74;
  private static final long PURPOSE_LENGTH_AT = 76;
  private static final long RESOURCE_AT = 80;
  private static final int RESOURCE_BYTES = 88;
  private static final long THREAD_AT = RESOURCE_AT + RESOURCE_BYTES;
  private static final int THREAD_BYTES = 40;
  private static final long PURPOSE_AT = THREAD_AT + THREAD_BYTES;
  private static final int PURPOSE_BYTES = 48;

  private final MemorySegment file;
  private final ProcessTable processes;

  RecordTable(MemorySegment file, ProcessTable processes) {
    this.file = file;
    this.processes = processes;
  }

  /**
   * Publishes a record for the calling thread.
   *
   * @return its place, or a negative number if there is none free
   */
  int publish(long key, LockRecord content) {
    if (!processes.published()) {
      return NONE;
    }
    for (int i = 0; i < WINDOW; i++) {
      int place = place(key, i);
      if (Layout.acquireLong(file, ownerAt(place)) == 0
          && Layout.swapLong(file, ownerAt(place), 0, content.incarnation())) {
        write(place, content);
        file.set(
            Layout.INT, recordAt(place) + VIRTUAL_AT, Thread.currentThread().isVirtual() ? 1 : 0);
        Layout.releaseLong(file, keyAt(place), key + 1);
        return place;
      }
    }
    return NONE;
  }

  /** Changes a published record of this process. */
  void change(int place, LockRecord content) {
    if (place != NONE) {
      write(place, content);
    }
  }

  /** Changes only who holds of a record whose texts stay. */
  void change(int place, LockRecord.State state, long sinceMillis, long token, long threadId) {
    if (place == NONE) {
      return;
    }
    long at = recordAt(place);
    long sequence = beginWrite(at);
    file.set(Layout.INT, at + STATE_AT, state.number());
    file.set(Layout.LONG, at + SINCE_AT, sinceMillis);
    file.set(Layout.LONG, at + TOKEN_AT, token);
    file.set(Layout.LONG, at + THREAD_ID_AT, threadId);
    Layout.releaseLong(file, at + SEQUENCE_AT, sequence + 1);
  }

  /** Makes the record of an exclusive hold of this process look like that of a dead one. */
  void orphan(int place) {
    LockRecord own = place == NONE ? null : read(place);
    if (own != null) {
      write(
          place,
          new LockRecord(
              own.state(),
              ProcessTable.NO_SLOT,
              ProcessTable.NOBODY,
              own.sinceMillis(),
              own.token(),
              own.pid(),
              own.ticket(),
              own.threadId(),
              own.resource(),
              own.thread(),
              own.purpose()));
      Layout.releaseLong(file, ownerAt(place), ProcessTable.NOBODY);
    }
  }

  /** Takes a record back. */
  void free(int place) {
    if (place != NONE) {
      Layout.releaseLong(file, keyAt(place), 0);
      file.set(Layout.INT, recordAt(place) + STATE_AT, 0);
      Layout.releaseLong(file, ownerAt(place), 0);
    }
  }

  /**
   * Frees the records of exclusive and shared holders of a resource that this process has just
   * locked exclusively, its own at {@code own} excepted: such holders are dead, or they would have
   * it.
   *
   * @return was there an exclusive one?
   */
  boolean freeDeadHolders(long key, int own) throws IOException {
    boolean exclusive = false;
    for (int i = 0; i < WINDOW; i++) {
      int place = place(key, i);
      long owner = Layout.acquireLong(file, ownerAt(place));
      if (place == own || owner == 0 || Layout.acquireLong(file, keyAt(place)) != key + 1) {
        continue;
      }
      LockRecord found = read(place);
      if (Layout.acquireLong(file, keyAt(place)) != key + 1) {
        continue; // given back and used for another resource meanwhile: that hold is alive
      }
      // Unreadable: its writer is dead, or writes its wish to wait.
      boolean dead = found == null ? !processes.lives(owner) : isHold(found.state());
      if (dead && freeOf(place, owner)) {
        exclusive |= found == null || found.state() == State.HOLDS_EXCLUSIVE;
      }
    }
    return exclusive;
  }

  /**
   * Frees the records of dead processes, but for exclusive holds: their next owner must see them.
   */
  void freeDead() throws IOException {
    for (int place = 0; place < Layout.RECORDS; place++) {
      long owner = Layout.acquireLong(file, ownerAt(place));
      if (owner == 0 || processes.lives(owner)) {
        continue;
      }
      boolean publishedHold =
          Layout.acquireLong(file, keyAt(place)) != 0
              && State.of(file.get(Layout.INT, recordAt(place) + STATE_AT))
                  == State.HOLDS_EXCLUSIVE;
      if (!publishedHold) {
        freeOf(place, owner);
      }
    }
  }

  /**
   * Frees a dead process's record, unless somebody else has done so: the place could be in use
   * again by now, and the owner table decides.
   */
  private boolean freeOf(int place, long owner) {
    if (!Layout.swapLong(file, ownerAt(place), owner, processes.incarnation())) {
      return false;
    }
    free(place);
    return true;
  }

  /** The wishes of other processes for a resource, in no order; some of them may be dead. */
  List<Wish> wishes(long key) {
    List<Wish> found = new ArrayList<>(8);
    for (int i = 0; i < WINDOW; i++) {
      int place = place(key, i);
      if (Layout.acquireLong(file, keyAt(place)) == key + 1) {
        Wish wish = readWish(place);
        if (wish != null && wish.incarnation() != processes.incarnation()) {
          found.add(wish);
        }
      }
    }
    return found;
  }

  /** Frees the record of a wish if its process is dead; true if it was. */
  boolean freeIfDead(Wish wish) throws IOException {
    if (processes.lives(wish.slot(), wish.incarnation())) {
      return false;
    }
    freeOf(wish.place(), wish.incarnation());
    return true;
  }

  /**
   * A published wish.
   *
   * @param place of its record
   * @param slot of its process
   * @param incarnation of its process
   * @param ticket lower than those of all who came later
   * @param shared does it want to share?
   * @param virtual is the waiter a virtual thread, woken by the bell thread of its process?
   */
  record Wish(
      int place, int slot, long incarnation, long ticket, boolean shared, boolean virtual) {}

  /** What {@link #read} reads, but for what people want to know. */
  private @Nullable Wish readWish(int place) {
    return readStably(
        place,
        at -> {
          State state = State.of(file.get(Layout.INT, at + STATE_AT));
          return isWish(state)
              ? new Wish(
                  place,
                  file.get(Layout.INT, at + SLOT_AT),
                  file.get(Layout.LONG, at + INCARNATION_AT),
                  file.get(Layout.LONG, at + TICKET_AT),
                  state == State.WAITS_SHARED,
                  file.get(Layout.INT, at + VIRTUAL_AT) != 0)
              : null;
        });
  }

  /** Where in the file the word is that wakes the waiter of a record. */
  static long bellAt(int place) {
    return recordAt(place) + BELL_AT;
  }

  /** The records of other, living processes for a resource. */
  List<LockRecord> othersOf(long key) throws IOException {
    List<LockRecord> found = new ArrayList<>();
    for (int i = 0; i < WINDOW; i++) {
      addIfOfLivingOther(place(key, i), key + 1, found);
    }
    return found;
  }

  /** All records of living processes, this one among them. */
  List<Circles.Published> all() throws IOException {
    List<Circles.Published> found = new ArrayList<>();
    for (int place = 0; place < Layout.RECORDS; place++) {
      long key = Layout.acquireLong(file, keyAt(place));
      LockRecord record = key == 0 ? null : read(place);
      if (record != null
          && record.state() != State.NONE
          && processes.lives(record.slot(), record.incarnation())) {
        found.add(new Circles.Published(key - 1, record));
      }
    }
    return found;
  }

  /** The records of other, living processes. */
  List<LockRecord> others() throws IOException {
    List<LockRecord> found = new ArrayList<>();
    for (int place = 0; place < Layout.RECORDS; place++) {
      addIfOfLivingOther(place, 0, found);
    }
    return found;
  }

  private void addIfOfLivingOther(int place, long wantedKey, List<LockRecord> found)
      throws IOException {
    long key = Layout.acquireLong(file, keyAt(place));
    if (key == 0 || (wantedKey != 0 && key != wantedKey)) {
      return;
    }
    LockRecord record = read(place);
    if (record != null
        && record.state() != State.NONE
        && record.incarnation() != processes.incarnation()
        && processes.lives(record.slot(), record.incarnation())) {
      found.add(record);
    }
  }

  private void write(int place, LockRecord content) {
    long at = recordAt(place);
    long sequence = beginWrite(at);
    file.set(Layout.INT, at + STATE_AT, content.state().number());
    file.set(Layout.INT, at + SLOT_AT, content.slot());
    file.set(Layout.LONG, at + INCARNATION_AT, content.incarnation());
    file.set(Layout.LONG, at + SINCE_AT, content.sinceMillis());
    file.set(Layout.LONG, at + TOKEN_AT, content.token());
    file.set(Layout.LONG, at + PID_AT, content.pid());
    file.set(Layout.LONG, at + TICKET_AT, content.ticket());
    file.set(Layout.LONG, at + THREAD_ID_AT, content.threadId());
    putText(at + RESOURCE_LENGTH_AT, at + RESOURCE_AT, RESOURCE_BYTES, content.resource());
    putText(at + THREAD_LENGTH_AT, at + THREAD_AT, THREAD_BYTES, content.thread());
    putText(at + PURPOSE_LENGTH_AT, at + PURPOSE_AT, PURPOSE_BYTES, content.purpose());
    Layout.releaseLong(file, at + SEQUENCE_AT, sequence + 1);
  }

  private long beginWrite(long at) {
    long sequence = file.get(Layout.LONG, at + SEQUENCE_AT) | 1;
    file.set(Layout.LONG, at + SEQUENCE_AT, sequence);
    VarHandle.releaseFence(); // the odd number before the content
    return sequence;
  }

  private @Nullable LockRecord read(int place) {
    return readStably(
        place,
        at ->
            new LockRecord(
                State.of(file.get(Layout.INT, at + STATE_AT)),
                file.get(Layout.INT, at + SLOT_AT),
                file.get(Layout.LONG, at + INCARNATION_AT),
                file.get(Layout.LONG, at + SINCE_AT),
                file.get(Layout.LONG, at + TOKEN_AT),
                file.get(Layout.LONG, at + PID_AT),
                file.get(Layout.LONG, at + TICKET_AT),
                file.get(Layout.LONG, at + THREAD_ID_AT),
                text(at + RESOURCE_LENGTH_AT, at + RESOURCE_AT, RESOURCE_BYTES),
                text(at + THREAD_LENGTH_AT, at + THREAD_AT, THREAD_BYTES),
                text(at + PURPOSE_LENGTH_AT, at + PURPOSE_AT, PURPOSE_BYTES)));
  }

  /** Null if the record was changed all the time it was looked at, or its writer died in it. */
  private <T> @Nullable T readStably(int place, LongFunction<? extends @Nullable T> copyAt) {
    long at = recordAt(place);
    for (int reads = 0; reads < MAX_READS; reads++) {
      long sequence = Layout.acquireLong(file, at + SEQUENCE_AT);
      if ((sequence & 1) == 0) {
        T copy = copyAt.apply(at);
        VarHandle.acquireFence(); // the content before the second look
        if (file.get(Layout.LONG, at + SEQUENCE_AT) == sequence) {
          return copy;
        }
      }
      Thread.onSpinWait();
    }
    return null;
  }

  private void putText(long lengthAt, long at, int maxBytes, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, maxBytes);
    while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
      length--; // not in the middle of a character
    }
    MemorySegment.copy(bytes, 0, file, Layout.BYTE, at, length);
    file.set(Layout.SHORT, lengthAt, (short) length);
  }

  /** The length is bounded again: another process wrote it. */
  private String text(long lengthAt, long at, int maxBytes) {
    byte[] bytes = new byte[Math.clamp(file.get(Layout.SHORT, lengthAt), 0, maxBytes)];
    MemorySegment.copy(file, Layout.BYTE, at, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean isHold(State state) {
    return switch (state) {
      case HOLDS_EXCLUSIVE, HOLDS_SHARED -> true;
      case NONE, WAITS_EXCLUSIVE, WAITS_SHARED, QUEUED_EXCLUSIVE, QUEUED_SHARED -> false;
    };
  }

  private static boolean isWish(State state) {
    return switch (state) {
      case WAITS_EXCLUSIVE, WAITS_SHARED -> true;
      case NONE, HOLDS_EXCLUSIVE, HOLDS_SHARED, QUEUED_EXCLUSIVE, QUEUED_SHARED -> false;
    };
  }

  private static int place(long key, int i) {
    return (int) ((key + i) & (Layout.RECORDS - 1));
  }

  private static long ownerAt(int place) {
    return Layout.OWNER_TABLE + (long) place * Long.BYTES;
  }

  private static long keyAt(int place) {
    return Layout.KEY_TABLE + (long) place * Long.BYTES;
  }

  private static long recordAt(int place) {
    return Layout.RECORD_TABLE + (long) place * Layout.RECORD_BYTES;
  }
}
