package dev.holdfast.internal.domain;

import java.lang.foreign.MemorySegment;

/**
 * Two words for each of {@value Layout#BUCKETS} groups of keys: is one of them wanted, and which
 * process keeps the kernel lock of which one although nobody holds it.
 *
 * <p><b>Wanted</b> may say yes without reason, never no: it is odd from the moment a waiter has
 * published its wish until somebody has looked and found no wish. See decision 0007.
 *
 * <p><b>Bias</b> is exact, because the bucket and the word together have all bits of the key:
 *
 * <pre>
 *   0                              nobody
 *   key / 4,096, slot, IDLE        the process of the slot has main and does not hold; anyone
 *                                  may make it TAKEN, the process itself HELD or 0
 *   key / 4,096, slot, HELD        the process of the slot has main and holds; it makes it IDLE or 0
 *   key / 4,096, slot, TAKEN       its lock on main is void, spare decides; who has both makes it 0
 * </pre>
 *
 * <p>See decision 0006 for the protocol and why it excludes.
 */
final class Buckets {

  private static final long WANTED_AT = 0;
  private static final long BIAS_AT = 8;

  static final long NOBODY = 0;
  static final int IDLE = 1;
  static final int HELD = 2;
  static final int TAKEN = 3;

  private static final int STATE_BITS = 2;
  private static final int SLOT_BITS = 10;
  private static final int REST_SHIFT = STATE_BITS + SLOT_BITS;

  private final MemorySegment file;

  Buckets(MemorySegment file) {
    this.file = file;
  }

  private static long at(long key) {
    return Layout.BUCKET_TABLE + (key & (Layout.BUCKETS - 1)) * Layout.BUCKET_BYTES;
  }

  /** What {@link #clearWanted} wants back; odd if somebody may be waiting. */
  long wanted(long key) {
    return (long) Layout.LONGS.getVolatile(file, at(key) + WANTED_AT);
  }

  static boolean isWanted(long word) {
    return (word & 1) != 0;
  }

  /** Says that somebody waits for the key, who has published that before. */
  void want(long key) {
    long at = at(key) + WANTED_AT;
    long word;
    do {
      word = (long) Layout.LONGS.getVolatile(file, at);
    } while (!Layout.swapLong(file, at, word, (word + 2) | 1));
  }

  /** Says that nobody waits, unless somebody came since {@code word} was read. */
  void clearWanted(long key, long word) {
    Layout.swapLong(file, at(key) + WANTED_AT, word, word & ~1L);
  }

  static long bias(long key, int slot, int state) {
    return (key >>> 12) << REST_SHIFT | (long) slot << STATE_BITS | state;
  }

  long bias(long key) {
    return (long) Layout.LONGS.getVolatile(file, at(key) + BIAS_AT);
  }

  /** Does the word speak of this key (and not of another one of its bucket)? */
  static boolean isOf(long word, long key) {
    return word != NOBODY && word >>> REST_SHIFT == key >>> 12;
  }

  static int stateOf(long word) {
    return (int) (word & ((1 << STATE_BITS) - 1));
  }

  static long withState(long word, int state) {
    return (word & -(1L << STATE_BITS)) | state;
  }

  boolean swapBias(long key, long expected, long word) {
    return Layout.swapLong(file, at(key) + BIAS_AT, expected, word);
  }

  /** By the process that HELD, which nobody else changes. A full fence follows. */
  void setBias(long key, long word) {
    Layout.LONGS.setVolatile(file, at(key) + BIAS_AT, word);
  }

  /** After a restart of the machine nobody holds anything. */
  void clear() {
    for (long key = 0; key < Layout.BUCKETS; key++) {
      setBias(key, NOBODY);
    }
  }
}
