package dev.holdfast.internal.domain;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where things stand in the file {@code locks} of a lock directory. All numbers are little-endian;
 * {@code docs/formats/lock-directory.md} is the same for people.
 *
 * <pre>
 *       0  header        4,096 bytes   magic, version, geometry, boot, tokens, tickets
 *   4,096  processes     1,024 x 128   incarnation, pid, start, bell, pid namespace
 * 135,168  buckets       4,096 x 64    is a resource wanted; which process keeps one it released
 * 397,312  owners       16,384 x 8     incarnation that uses the record, 0 if free
 * 528,384  keys         16,384 x 8     key of the resource plus 1, 0 while nothing is published
 * 659,456  records      16,384 x 256   who holds or waits, since when, why
 * </pre>
 *
 * <p>Far behind the content lie the bytes that are locked and never written:
 *
 * <pre>
 * 2^60                 opening: held while the file is initialized or a process slot is claimed
 * 2^61 + slot          process: held as long as the process of that slot uses the domain
 * 2^62 + key           main: held, shared or exclusive, by the process that holds the resource
 * 2^62 + 2^61 + key    spare: decides while the lock on main is void
 * </pre>
 */
final class Layout {
  private Layout() {}

  /** The bytes {@code HOLDFAST}. */
  static final long MAGIC = 0x54534146444c4f48L;

  static final int VERSION = 2;

  static final long MAGIC_AT = 0;
  static final long VERSION_AT = 8;
  static final long PROCESSES_AT = 12;
  static final long RECORDS_AT = 16;
  static final long BOOT_AT = 32;
  static final long NEXT_TOKEN_AT = 64;
  static final long TOKEN_LIMIT_AT = 128;
  static final long TOKENS_RESERVED_AT = 192;
  static final long TICKETS_AT = 256;

  static final int PROCESSES = 1024;
  static final int PROCESS_BYTES = 128;
  static final int BUCKETS = 4096;
  static final int BUCKET_BYTES = 64;
  static final int RECORDS = 16_384;
  static final int RECORD_BYTES = 256;

  static final long PROCESS_TABLE = 4096;
  static final long BUCKET_TABLE = PROCESS_TABLE + (long) PROCESSES * PROCESS_BYTES;
  static final long OWNER_TABLE = BUCKET_TABLE + (long) BUCKETS * BUCKET_BYTES;
  static final long KEY_TABLE = OWNER_TABLE + (long) RECORDS * Long.BYTES;
  static final long RECORD_TABLE = KEY_TABLE + (long) RECORDS * Long.BYTES;
  static final long SIZE = RECORD_TABLE + (long) RECORDS * RECORD_BYTES;

  static final long OPENING_BYTE = 1L << 60;
  static final long PROCESS_BYTE = 1L << 61;
  static final long MAIN_BYTE = 1L << 62;
  static final long SPARE_BYTE = MAIN_BYTE + (1L << 61);

  /** Keys have 61 bits, less the few highest values, whose byte would be the last of all. */
  static final long MAX_KEY = (1L << 61) - 16;

  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Access to a long in a segment, at a byte offset. */
  static final VarHandle LONGS = LONG.varHandle();

  /** Access to an int in a segment, at a byte offset. */
  static final VarHandle INTS = INT.varHandle();

  static long acquireLong(MemorySegment file, long offset) {
    return (long) LONGS.getAcquire(file, offset);
  }

  static void releaseLong(MemorySegment file, long offset, long value) {
    LONGS.setRelease(file, offset, value);
  }

  static boolean swapLong(MemorySegment file, long offset, long expected, long value) {
    return LONGS.compareAndSet(file, offset, expected, value);
  }

  /** Sets a long to {@code value} unless it is larger. */
  static void raiseLong(MemorySegment file, long offset, long value) {
    long found = acquireLong(file, offset);
    while (found < value && !swapLong(file, offset, found, value)) {
      found = acquireLong(file, offset);
    }
  }
}
