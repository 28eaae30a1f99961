package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * System calls of Linux by number: {@code syscall(2)}.
 *
 * <p>All go through one method handle, because to make one costs a program some 30 ms of its start.
 */
final class LinuxSystem {
  private LinuxSystem() {}

  /** The numbers of the calls used here, which differ between processors. */
  private enum Numbers {
    X86_64(257, 3, 72, 202, 0x20000),
    AARCH64(56, 57, 25, 98, 0x8000),
    UNKNOWN(-1, -1, -1, -1, 0);

    final long openat;
    final long close;
    final long fcntl;
    final long futex;
    final int noFollow;

    Numbers(long openat, long close, long fcntl, long futex, int noFollow) {
      this.openat = openat;
      this.close = close;
      this.fcntl = fcntl;
      this.futex = futex;
      this.noFollow = noFollow;
    }

    static Numbers here() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return UNKNOWN;
      }
      return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> X86_64;
        case "aarch64" -> AARCH64;
        default -> UNKNOWN;
      };
    }
  }

  private static final Numbers NUMBERS = Numbers.here();

  static final long OPENAT = NUMBERS.openat;
  static final long CLOSE = NUMBERS.close;
  static final long FCNTL = NUMBERS.fcntl;
  static final long FUTEX = NUMBERS.futex;
  static final int O_NOFOLLOW = NUMBERS.noFollow;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Loaded on first use, and only where it is supported. */
  private static final class Libc {
    static final MethodHandle SYSCALL =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
  }

  /** Is this Linux on a processor that is known here, with native access allowed? */
  static boolean supported() {
    if (NUMBERS == Numbers.UNKNOWN) {
      return false;
    }
    try {
      return Libc.SYSCALL != null;
    } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
      return false; // native access is denied
    }
  }

  /** Memory for the error number of calls, one for each caller that reads it. */
  static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  /** The error number of the last call with this state that returned -1. */
  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** A system call; memory is passed by its address and must stay reachable meanwhile. */
  static long call(
      MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) Libc.SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown); // a downcall throws nothing else
    }
  }
}
