package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

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
  private static final StructLayout TIMESPEC =
      MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));

  private static final long NUMBER = number();

  /** Loaded on first use, and only where it is supported. */
  private static final class Libc {
    static final MethodHandle WAIT_CALL =
        syscall(
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    static final MethodHandle WAKE_CALL =
        syscall(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));

    private static MethodHandle syscall(FunctionDescriptor type) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().find("syscall").orElseThrow(),
          type,
          Linker.Option.firstVariadicArg(1));
    }
  }

  /** The number of the system call, which differs between processors; negative if not known. */
  private static long number() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return -1;
    }
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> 202;
      case "aarch64" -> 98;
      default -> -1;
    };
  }

  /** Is this Linux on a processor that is known here, with native access allowed? */
  public static boolean supported() {
    if (NUMBER < 0) {
      return false;
    }
    try {
      return Libc.WAKE_CALL != null;
    } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
      return false; // native access is denied
    }
  }

  /**
   * Blocks this thread while the word at {@code address} is {@code expected}, until somebody wakes
   * it, a signal comes or the time is over. Not for virtual threads: it would take the carrier.
   */
  public static void await(long address, int expected, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocate(TIMESPEC);
      timeout.set(JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
      timeout.set(JAVA_LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
      long _ =
          (long)
              Libc.WAIT_CALL.invokeExact(
                  NUMBER, address, WAIT, expected, timeout, MemorySegment.NULL, 0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
  }

  /** Wakes all who sleep on the word at {@code address}. */
  public static void wake(long address) {
    try {
      long _ = (long) Libc.WAKE_CALL.invokeExact(NUMBER, address, WAKE, Integer.MAX_VALUE);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
  }
}
