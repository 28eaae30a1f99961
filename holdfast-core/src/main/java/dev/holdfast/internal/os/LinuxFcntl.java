package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of Linux, opened for record locks through the foreign function API.
 *
 * <p>Constants and the layout of {@code struct flock} are those of the 64-bit Linux ABI, which
 * x86_64 and aarch64 share but for {@code O_NOFOLLOW}.
 */
final class LinuxFcntl implements Closeable {

  static final short READ_LOCK = 0;
  static final short WRITE_LOCK = 1;
  static final short UNLOCK = 2;

  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  /** How the JDK encodes file names. */
  private static final Charset NAME_CHARSET =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EINVAL = 22;
  private static final int ENOLCK = 37;

  private static final StructLayout FLOCK =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("l_type"),
          JAVA_SHORT.withName("l_whence"),
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("l_start"),
          JAVA_LONG.withName("l_len"),
          JAVA_INT.withName("l_pid"),
          MemoryLayout.paddingLayout(4));
  private static final long TYPE_OFFSET = offset("l_type");
  private static final long WHENCE_OFFSET = offset("l_whence");
  private static final long PID_OFFSET = offset("l_pid");
  private static final long START_OFFSET = offset("l_start");
  private static final long LENGTH_OFFSET = offset("l_len");

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Loaded on first use, and only where it is supported. */
  private static final class Libc {
    static final MethodHandle OPEN =
        function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    static final MethodHandle FCNTL =
        function("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), 2);
    static final MethodHandle CLOSE =
        function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);

    private static MethodHandle function(String name, FunctionDescriptor type, int variadicFrom) {
      Linker linker = Linker.nativeLinker();
      Linker.Option errno = Linker.Option.captureCallState("errno");
      Linker.Option[] options =
          variadicFrom < 0
              ? new Linker.Option[] {errno}
              : new Linker.Option[] {errno, Linker.Option.firstVariadicArg(variadicFrom)};
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
    }
  }

  private final Path path;
  private final int descriptor;

  // One of each, used under the monitor: to allocate them each time would cost as much as the call.
  private final MemorySegment lock = Arena.ofAuto().allocate(FLOCK);
  private final MemorySegment state = Arena.ofAuto().allocate(STATE);

  private boolean closed;

  private LinuxFcntl(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /** Is this Linux on a processor whose ABI is known here, with native access allowed? */
  static boolean supported() {
    if (!System.getProperty("os.name", "").equals("Linux") || noFollow() == 0) {
      return false;
    }
    try {
      return Libc.FCNTL != null;
    } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
      return false; // native access is denied
    }
  }

  private static int noFollow() {
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> 0x20000;
      case "aarch64" -> 0x8000;
      default -> 0;
    };
  }

  private static long offset(String field) {
    return FLOCK.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }

  static LinuxFcntl open(Path path) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IOException(path + " is not on the default file system");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(path.toString(), NAME_CHARSET);
      int flags = O_RDWR | O_CLOEXEC | noFollow();
      int result;
      do {
        result = (int) Libc.OPEN.invokeExact(state, name, flags);
      } while (result < 0 && errno(state) == EINTR);
      if (result < 0) {
        throw failure("open", path, errno(state));
      }
      return new LinuxFcntl(path, result);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
  }

  /**
   * Sets or clears a lock on one byte.
   *
   * @return false if a lock of another open file is in the way
   */
  synchronized boolean setLock(short type, long position) throws IOException {
    fill(type, position);
    while (call(F_OFD_SETLK) < 0) {
      int error = errno(state);
      if (error == EAGAIN || error == EACCES) {
        return false;
      }
      if (error != EINTR) {
        throw failure("lock", path, error);
      }
    }
    return true;
  }

  /** Has another open file a lock on this byte that conflicts with one of this type? */
  synchronized boolean wouldConflict(short type, long position) throws IOException {
    fill(type, position);
    while (call(F_OFD_GETLK) < 0) {
      if (errno(state) != EINTR) {
        throw failure("query the lock of", path, errno(state));
      }
    }
    return lock.get(JAVA_SHORT, TYPE_OFFSET) != UNLOCK;
  }

  /** Asks for one byte; l_whence stays SEEK_SET, and l_pid must be 0, which a query overwrites. */
  private void fill(short type, long position) {
    lock.set(JAVA_SHORT, TYPE_OFFSET, type);
    lock.set(JAVA_SHORT, WHENCE_OFFSET, (short) 0);
    lock.set(JAVA_LONG, START_OFFSET, position);
    lock.set(JAVA_LONG, LENGTH_OFFSET, 1);
    lock.set(JAVA_INT, PID_OFFSET, 0);
  }

  /** The monitor keeps the descriptor from being closed, and its number reused, during the call. */
  private int call(int command) throws IOException {
    if (closed) {
      throw new IOException(path + " is closed");
    }
    try {
      return (int) Libc.FCNTL.invokeExact(state, descriptor, command, lock);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static IOException failure(String operation, Path path, int errno) {
    String reason =
        switch (errno) {
          case ENOLCK -> "the system has no locks to give (ENOLCK)";
          case EINVAL -> "not supported here (EINVAL)";
          default -> "error " + errno;
        };
    return new IOException("cannot %s %s: %s".formatted(operation, path, reason));
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if ((int) Libc.CLOSE.invokeExact(state, descriptor) < 0 && errno(state) != EINTR) {
        throw failure("close", path, errno(state));
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
  }
}
