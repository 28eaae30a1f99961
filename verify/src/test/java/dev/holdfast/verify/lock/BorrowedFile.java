package dev.holdfast.verify.lock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The open file on which another process holds its locks, as if this process had inherited it:
 * {@code pidfd_getfd(2)}. Takes root.
 */
final class BorrowedFile implements AutoCloseable {

  private static final long PIDFD_OPEN = 434;
  private static final long PIDFD_GETFD = 438;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final int descriptor;

  private BorrowedFile(int descriptor) {
    this.descriptor = descriptor;
  }

  static BorrowedFile withLocksOf(long pid) throws IOException {
    int process = call(PIDFD_OPEN, pid, 0);
    try {
      return new BorrowedFile(call(PIDFD_GETFD, process, numberIn(pid)));
    } finally {
      close(process);
    }
  }

  private static long numberIn(long pid) throws IOException {
    Path all = Path.of("/proc", String.valueOf(pid), "fdinfo");
    try (Stream<Path> descriptors = Files.list(all)) {
      for (Path each : descriptors.toList()) {
        if (Files.readString(each).contains("OFDLCK")) {
          return Long.parseLong(each.getFileName().toString());
        }
      }
    }
    throw new IOException("process " + pid + " has no lock of an open file");
  }

  private static int call(long number, long first, long second) throws IOException {
    try {
      long result = (long) SYSCALL.invokeExact(number, first, second, 0L);
      if (result < 0) {
        throw new IOException("system call " + number + " failed");
      }
      return (int) result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    close(descriptor);
  }
}
