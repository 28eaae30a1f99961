package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.RangeLocks;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/**
 * Fencing tokens of a domain: one counter for all resources and processes, so they grow strictly
 * for each resource too.
 *
 * <p>The counter lives in memory that outlives its processes, but not the machine. So tokens are
 * reserved in ranges: the end of the range is synced before the first token of it is given out, and
 * the first process after a restart of the machine continues behind the last range.
 */
final class Tokens {

  static final long RANGE = 1L << 20;

  private static final long RETRY_NANOS = 50_000;

  private final MemorySegment file;
  private final RangeLocks locks;

  Tokens(MemorySegment file, RangeLocks locks) {
    this.file = file;
    this.locks = locks;
  }

  /** Called under the opening lock, once for each boot of the machine. */
  void continueAfterRestart() {
    long last =
        Math.max(
            Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT),
            Layout.acquireLong(file, Layout.NEXT_TOKEN_AT));
    reserveAfter(last);
    Layout.raiseLong(file, Layout.NEXT_TOKEN_AT, last);
  }

  /** A token larger than all before it. */
  long next() throws IOException {
    long token = (long) Layout.LONGS.getAndAdd(file, Layout.NEXT_TOKEN_AT, 1L) + 1;
    if (token > Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT)) {
      reserve(token);
    }
    return token;
  }

  /** The monitor excludes the threads of this process, the kernel lock the other processes. */
  private synchronized void reserve(long token) throws IOException {
    while (!locks.tryLock(Layout.TOKEN_BYTE, false)) {
      LockSupport.parkNanos(RETRY_NANOS); // another process reserves; that takes one sync
    }
    try {
      if (token > Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT)) {
        reserveAfter(token);
      }
    } finally {
      locks.unlock(Layout.TOKEN_BYTE);
    }
  }

  private void reserveAfter(long token) {
    Layout.raiseLong(file, Layout.TOKEN_LIMIT_AT, token + RANGE);
    file.asSlice(0, Layout.PROCESS_TABLE).force();
  }
}
