package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sleeping on a word of memory that processes share, and waking those who do: {@code futex(2)} of
 * Linux.
 *
 * <p>It is a bell and never a lock: a wake-up may come without reason, and one may be missing where
 * a process died; whoever sleeps looks again after a bounded time.
 */
public final class Futex {
  private Futex() {}

  // Between processes, so not the private forms.
  private static final int WAIT = 0;
  private static final int WAKE = 1;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long TIMESPEC_BYTES = 2L * Long.BYTES;

  /** Nobody reads the error number: whatever it is, the sleeper looks again. */
  private static final MemorySegment STATE = LinuxSystem.newState(Arena.global());

  private static final ThreadLocal<MemorySegment> TIMEOUT =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TIMESPEC_BYTES, Long.BYTES));

  /** Is there such a thing here, with native access allowed? */
  public static boolean supported() {
    return LinuxSystem.supported();
  }

  /**
   * Blocks this thread while the word at {@code address} is {@code expected}, until somebody wakes
   * it, a signal comes or the time is over. Not for virtual threads: it would take the carrier.
   */
  public static void await(long address, int expected, long nanos) {
    MemorySegment timeout = TIMEOUT.get();
    timeout.set(JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
    timeout.set(JAVA_LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
    long _ =
        LinuxSystem.call(
            STATE, LinuxSystem.FUTEX, address, WAIT, expected, timeout.address(), 0, 0);
  }

  /**
   * Wakes all who sleep on the word at {@code address}.
   *
   * @return was there anybody? Who is stopped does not count: a signal ends the sleep first
   */
  public static boolean wake(long address) {
    return LinuxSystem.call(STATE, LinuxSystem.FUTEX, address, WAKE, Integer.MAX_VALUE, 0, 0, 0)
        > 0;
  }
}
