package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.LinuxProcess;
import dev.holdfast.internal.os.RangeLocks;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

/**
 * The processes that use a domain. Each holds the kernel lock of its slot until it ends, so whether
 * an incarnation lives is asked of the kernel and not of process ids, which are used again.
 */
final class ProcessTable {

  private static final long INCARNATION_AT = 0;
  private static final long PID_AT = 8;
  private static final long STARTED_AT = 16;
  private static final long BELL_AT = 24;
  private static final long NAMESPACE_AT = 32;
  private static final long START_TICKS_AT = 40;

  /** Incarnation of no process. */
  static final long NOBODY = -1;

  static final int NO_SLOT = -1;

  private final MemorySegment file;
  private final RangeLocks locks;
  private final long incarnation = newIncarnation();
  private int slot = NO_SLOT;

  ProcessTable(MemorySegment file, RangeLocks locks) {
    this.file = file;
    this.locks = locks;
  }

  private static long newIncarnation() {
    long random;
    do {
      random = new SecureRandom().nextLong();
    } while (random == 0 || random == NOBODY);
    return random;
  }

  /**
   * Claims a slot, under the opening lock. Where all are taken the process goes without: its locks
   * exclude like all others, but nobody is told about them.
   */
  void claim() throws IOException {
    for (int candidate = 0; candidate < Layout.PROCESSES; candidate++) {
      if (locks.tryLock(Layout.PROCESS_BYTE + candidate, false)) {
        slot = candidate;
        file.set(Layout.LONG, at(slot) + PID_AT, ProcessHandle.current().pid());
        file.set(
            Layout.LONG,
            at(slot) + STARTED_AT,
            ProcessHandle.current().info().startInstant().map(i -> i.toEpochMilli()).orElse(0L));
        file.set(Layout.LONG, at(slot) + NAMESPACE_AT, LinuxProcess.self().namespace());
        file.set(Layout.LONG, at(slot) + START_TICKS_AT, LinuxProcess.self().startTicks());
        Layout.releaseLong(file, at(slot) + INCARNATION_AT, incarnation);
        return;
      }
    }
  }

  /** Gives the slot back. */
  void leave() throws IOException {
    if (slot != NO_SLOT) {
      Layout.releaseLong(file, at(slot) + INCARNATION_AT, 0);
      locks.unlock(Layout.PROCESS_BYTE + slot);
      slot = NO_SLOT;
    }
  }

  boolean published() {
    return slot != NO_SLOT;
  }

  long incarnation() {
    return incarnation;
  }

  int slot() {
    return slot;
  }

  /** Where in the file the word is that wakes the bell thread of a process. */
  static long bellAt(int slot) {
    return at(slot) + BELL_AT;
  }

  /** Does the process live that wrote this? */
  boolean lives(int slotOfIt, long incarnationOfIt) throws IOException {
    if (incarnationOfIt == incarnation) {
      return true;
    }
    return slotOfIt >= 0
        && slotOfIt < Layout.PROCESSES
        && Layout.acquireLong(file, at(slotOfIt) + INCARNATION_AT) == incarnationOfIt
        && locks.conflicts(Layout.PROCESS_BYTE + slotOfIt, true);
  }

  /** Does a process live that has this incarnation, in whatever slot? */
  boolean lives(long incarnationOfIt) throws IOException {
    for (int each = 0; each < Layout.PROCESSES; each++) {
      if (Layout.acquireLong(file, at(each) + INCARNATION_AT) == incarnationOfIt) {
        return lives(each, incarnationOfIt);
      }
    }
    return false;
  }

  /**
   * The process of a slot, by which its end can be watched; without namespace if it cannot ring for
   * others.
   */
  LinuxProcess processOf(int slotOfIt) {
    return new LinuxProcess(
        file.get(Layout.LONG, at(slotOfIt) + NAMESPACE_AT),
        file.get(Layout.LONG, at(slotOfIt) + PID_AT),
        file.get(Layout.LONG, at(slotOfIt) + START_TICKS_AT));
  }

  private static long at(int slot) {
    return Layout.PROCESS_TABLE + (long) slot * Layout.PROCESS_BYTES;
  }
}
