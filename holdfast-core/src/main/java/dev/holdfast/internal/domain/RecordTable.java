package dev.holdfast.internal.domain;

import dev.holdfast.internal.domain.LockRecord.State;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The published holds and waits of all processes of a domain: open addressing by the key of the
 * resource, within a window of {@value #WINDOW} records.
 *
 * <p>A process claims a free record by putting its incarnation into the owner table, fills it in,
 * and then publishes the key. Only the owner writes to a record; whoever holds the resource
 * exclusively may free the records of dead holders, and whoever opens the domain those of dead
 * waiters. What stands in a record is the matter of {@link RecordFormat}.
 *
 * <p>Where no record of the window is free, the hold or wait is not published; it is as good a lock
 * as any other.
 */
final class RecordTable {

  /** Records that may serve a key. */
  static final int WINDOW = 64;

  private static final int NONE = -1;

  private final MemorySegment file;
  private final ProcessTable processes;
  private final RecordFormat records;

  RecordTable(MemorySegment file, ProcessTable processes) {
    this.file = file;
    this.processes = processes;
    this.records = new RecordFormat(file);
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
        records.write(place, content);
        records.setRungByProcess(place, Thread.currentThread().isVirtual());
        Layout.releaseLong(file, keyAt(place), key + 1);
        return place;
      }
    }
    return NONE;
  }

  /** Changes a published record of this process. */
  void change(int place, LockRecord content) {
    if (place != NONE) {
      records.write(place, content);
    }
  }

  /** Changes only who holds of a record whose texts stay. */
  void change(int place, LockRecord.State state, long sinceMillis, long token, long threadId) {
    if (place != NONE) {
      records.write(place, state, sinceMillis, token, threadId);
    }
  }

  /** Makes the record of an exclusive hold of this process look like that of a dead one. */
  void orphan(int place) {
    LockRecord own = place == NONE ? null : records.read(place);
    if (own != null) {
      records.write(
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
      records.clearState(place);
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
      Standing found = records.readStanding(place);
      if (Layout.acquireLong(file, keyAt(place)) != key + 1) {
        continue; // given back and used for another resource meanwhile: that hold is alive
      }
      // Unreadable: its writer is dead, or writes its wish to wait.
      boolean dead = found == null ? !processes.lives(owner) : found.isHold();
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
              && records.state(place) == State.HOLDS_EXCLUSIVE;
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
  List<Standing> wishes(long key) {
    List<Standing> found = standings(key);
    found.removeIf(standing -> !standing.isWish());
    return found;
  }

  /** The holds and wishes of other processes for a resource; some of them may be dead. */
  List<Standing> standings(long key) {
    List<Standing> found = new ArrayList<>(8);
    for (int i = 0; i < WINDOW; i++) {
      int place = place(key, i);
      if (Layout.acquireLong(file, keyAt(place)) == key + 1) {
        Standing standing = records.readStanding(place);
        if (standing != null
            && (standing.isWish() || standing.isHold())
            && standing.incarnation() != processes.incarnation()) {
          found.add(standing);
        }
      }
    }
    return found;
  }

  /** Is the waiter of a record woken by the bell thread of its process? */
  boolean isRungByProcess(int place) {
    return records.isRungByProcess(place);
  }

  /** The waiter of a record of this process is woken by the bell thread from now on. */
  void ringByProcess(int place) {
    records.setRungByProcess(place, true);
  }

  /** Frees the record of a wish if its process is dead; true if it was. */
  boolean freeIfDead(Standing wish) throws IOException {
    if (processes.lives(wish.slot(), wish.incarnation())) {
      return false;
    }
    freeOf(wish.place(), wish.incarnation());
    return true;
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
      LockRecord record = key == 0 ? null : records.read(place);
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
    LockRecord record = records.read(place);
    if (record != null
        && record.state() != State.NONE
        && record.incarnation() != processes.incarnation()
        && processes.lives(record.slot(), record.incarnation())) {
      found.add(record);
    }
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
}
