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
    long limit = Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT);
    long next = Layout.acquireLong(file, Layout.NEXT_TOKEN_AT);
    reserveAfter(Math.max(limit, next));
    Layout.releaseLong(file, Layout.NEXT_TOKEN_AT, Math.max(limit, next));
  }

  /** A token larger than all before it. */
  long next() throws IOException {
    long token = (long) Layout.LONGS.getAndAdd(file, Layout.NEXT_TOKEN_AT, 1L) + 1;
    while (token > Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT)) {
      if (!locks.tryLock(Layout.TOKEN_BYTE, false)) {
        LockSupport.parkNanos(RETRY_NANOS); // another process reserves; it takes one sync
        continue;
      }
      try {
        synchronized (this) { // the kernel lock does not exclude threads of one process
          if (token > Layout.acquireLong(file, Layout.TOKEN_LIMIT_AT)) {
            reserveAfter(token);
          }
        }
      } finally {
        locks.unlock(Layout.TOKEN_BYTE);
      }
    }
    return token;
  }

  private void reserveAfter(long token) {
    Layout.releaseLong(file, Layout.TOKEN_LIMIT_AT, token + RANGE);
    file.asSlice(0, Layout.PROCESS_TABLE).force();
  }
}
