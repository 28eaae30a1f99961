package dev.holdfast.verify.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The system call that ends a file system in the middle of its work: {@code ioctl_fs_shutdown}. */
final class FileSystemShutdown {
  private FileSystemShutdown() {}

  /** {@code EXT4_IOC_SHUTDOWN}; the same number as {@code XFS_IOC_GOINGDOWN}. */
  private static final long REQUEST = 0x8004587DL;

  /** Do not even write what is in the journal's buffers. */
  private static final int NO_LOG_FLUSH = 2;

  private static final int O_RDONLY = 0;

  static void shutDown(Path root) throws IOException {
    MethodHandle open = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    MethodHandle ioctl =
        function("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    int result;
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) open.invokeExact(arena.allocateFrom(root.toString()), O_RDONLY);
      if (descriptor < 0) {
        throw new IOException("cannot open " + root);
      }
      MemorySegment flags = arena.allocateFrom(JAVA_INT, NO_LOG_FLUSH);
      result = (int) ioctl.invokeExact(descriptor, REQUEST, flags);
      int _ = (int) close.invokeExact(descriptor);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a downcall throws nothing else
    }
    if (result != 0) {
      throw new IOException("the file system at " + root + " does not let itself be shut down");
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type, int... variadicFrom) {
    Linker linker = Linker.nativeLinker();
    Linker.Option[] options =
        variadicFrom.length == 0
            ? new Linker.Option[0]
            : new Linker.Option[] {Linker.Option.firstVariadicArg(variadicFrom[0])};
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
  }
}
