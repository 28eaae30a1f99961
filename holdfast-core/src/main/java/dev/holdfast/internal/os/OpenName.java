package dev.holdfast.internal.os;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps a file that is about to lose its name from being freed: a descriptor opened with {@code
 * O_PATH}, which needs no permission to read, and whose closing drops no lock of the process.
 *
 * <p>The last name of a file frees its blocks as it goes, which takes long on some file systems and
 * happens under the lock of the directory, where all other writers wait. With the file still open
 * it happens at {@link #close}, where nobody does.
 */
public final class OpenName implements Closeable {

  private static final long O_PATH = 0x200000;

  private static final long NONE = -1;

  private final long descriptor;

  private OpenName(long descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens it if that is possible here; if not, nothing is kept, and nothing is lost but time. */
  public static OpenName of(Path path) {
    if (!LinuxFileCalls.supported(path)) {
      return new OpenName(NONE);
    }
    try (CallMemory memory = CallMemory.take()) {
      return new OpenName(
          LinuxFileCalls.call(
              memory.state(),
              Call.OPENAT,
              LinuxFileCalls.AT_FDCWD,
              memory.name(path),
              O_PATH | LinuxSystem.O_CLOEXEC | LinuxSystem.O_NOFOLLOW,
              0,
              0));
    } catch (IOException e) {
      return new OpenName(NONE); // a name that is too long
    }
  }

  @Override
  public void close() {
    if (descriptor >= 0) {
      try (CallMemory memory = CallMemory.take()) {
        long _ = LinuxFileCalls.call(memory.state(), Call.CLOSE, descriptor, 0, 0, 0, 0);
      }
    }
  }
}
