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

  /** The processors whose numbers are known here. */
  private enum Machine {
    X86_64,
    AARCH64,
    UNKNOWN;

    static Machine here() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return UNKNOWN;
      }
      return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> X86_64;
        case "aarch64" -> AARCH64;
        default -> UNKNOWN;
      };
    }

    long choose(long onX86, long onArm) {
      return switch (this) {
        case X86_64 -> onX86;
        case AARCH64 -> onArm;
        case UNKNOWN -> -1;
      };
    }
  }

  private static final Machine MACHINE = Machine.here();

  static final long OPENAT = MACHINE.choose(257, 56);
  static final long CLOSE = MACHINE.choose(3, 57);
  static final long FCNTL = MACHINE.choose(72, 25);
  static final long FUTEX = MACHINE.choose(202, 98);
  static final long EPOLL_CREATE1 = MACHINE.choose(291, 20);
  static final long EPOLL_CTL = MACHINE.choose(233, 21);
  static final long EPOLL_PWAIT = MACHINE.choose(281, 22);
  static final long EVENTFD2 = MACHINE.choose(290, 19);
  static final long PIDFD_OPEN = MACHINE.choose(434, 434);
  static final long O_NOFOLLOW = MACHINE.choose(0x20000, 0x8000);
  static final long O_DIRECTORY = MACHINE.choose(0x10000, 0x4000);
  static final long O_CLOEXEC = 0x80000;

  /** Where the user's number stands in a {@code struct epoll_event}, which x86_64 packs. */
  static final long EPOLL_DATA_AT = MACHINE.choose(4, 8);

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
    if (MACHINE == Machine.UNKNOWN) {
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
