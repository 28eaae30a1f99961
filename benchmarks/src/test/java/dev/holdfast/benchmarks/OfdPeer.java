package dev.holdfast.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The raw kernel primitive: open-file-description locks of one byte a name in one file that stays
 * open ({@code fcntl(2)}), blocking in the kernel. One thread only. The layout is that of Linux on
 * 64-bit machines.
 */
final class OfdPeer implements Peer {

  private static final int O_RDWR_CREAT_CLOEXEC = 2 | 0x40 | 0x80000;
  private static final int F_OFD_SETLKW = 38;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;
  private static final long START = 8;
  private static final long LENGTH = 16;
  private static final long STRUCT_FLOCK_BYTES = 32;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle FCNTL =
      function("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private final MemorySegment lock = Arena.global().allocate(STRUCT_FLOCK_BYTES);
  private final int descriptor;

  OfdPeer(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(directory.resolve("ofd").toString());
      descriptor = (int) OPEN.invokeExact(path, O_RDWR_CREAT_CLOEXEC, 0600);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (descriptor < 0) {
      throw new IOException("open(2) failed in " + directory);
    }
  }

  @Override
  public AutoCloseable acquire(String name) throws IOException {
    long position = name.hashCode() & 0x7fff_ffffL;
    set(F_WRLCK, position);
    return () -> set(F_UNLCK, position);
  }

  private void set(short type, long position) throws IOException {
    lock.set(JAVA_SHORT, 0, type);
    lock.set(JAVA_LONG, START, position);
    lock.set(JAVA_LONG, LENGTH, 1);
    int result;
    try {
      result = (int) FCNTL.invokeExact(descriptor, F_OFD_SETLKW, lock);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (result < 0) {
      throw new IOException("fcntl(F_OFD_SETLKW) failed");
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.firstVariadicArg(2));
  }
}
