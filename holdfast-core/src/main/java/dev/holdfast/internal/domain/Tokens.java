package dev.holdfast.internal.domain;

import java.lang.foreign.MemorySegment;

/**
 * Fencing tokens of a domain: one counter for all resources and processes, so they grow strictly
 * for each resource too.
 *
 * <p>The counter lives in memory that outlives its processes, but not the machine. So tokens are
 * reserved in ranges. The end of a range is written and synced first, and only then becomes the
 * limit up to which tokens are given out; the first process after a restart of the machine
 * continues behind the last range. Any number of processes may reserve at once: all numbers only
 * grow.
 */
final class Tokens {

  static final long RANGE = 1L << 20;

  private final MemorySegment file;

  Tokens(MemorySegment file) {
    this.file = file;
  }

  /** Called under the opening lock, once for each boot of the machine. */
  void continueAfterRestart() {
    long last =
        Math.max(
            Layout.acquireLong(file, Layout.TOKENS_RESERVED_AT),
            Layout.acquireLong(file, Layout.NEXT_TOKEN_AT));
    reserveAfter(last);
    Layout.raiseLong(file, Layout.NEXT_TOKEN_AT, last);
  }

  /** A token larger than all before it. */
  long next() {
    long token = (long) Layout.LONGS.getAndAdd(file, Layout.NEXT_TOKEN_AT, 1L) + 1;
    if (token > Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT)) {
      reserveAfter(token);
    }
    return token;
  }

  private void reserveAfter(long token) {
    Layout.raiseLong(file, Layout.TOKENS_RESERVED_AT, token + RANGE);
    file.asSlice(0, Layout.PROCESS_TABLE).force();
    Layout.raiseLong(file, Layout.TOKEN_LIMIT_AT, token + RANGE);
  }
}
