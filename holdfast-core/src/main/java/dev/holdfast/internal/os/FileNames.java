package dev.holdfast.internal.os;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives files other names without overwriting any. */
public final class FileNames {

  private static final int RENAME_NOREPLACE = 1;

  private FileNames() {}

  /**
   * Renames a file, link or directory.
   *
   * <p>In one step on Linux with native access, by {@code renameat2(2)}. Elsewhere a file has both
   * names for a moment, and a directory may replace an empty one that somebody makes at the same
   * time.
   *
   * @throws FileAlreadyExistsException if {@code to} exists
   */
  public static void renameIfAbsent(Path from, Path to) throws IOException {
    if (LinuxFileCalls.supported(from)) {
      int errno = renameNoReplace(from, to);
      switch (errno) {
        case 0 -> {
          return;
        }
        case LinuxFileCalls.EEXIST -> throw new FileAlreadyExistsException(to.toString());
        case LinuxFileCalls.EINVAL, LinuxFileCalls.ENOSYS -> {
          // not on this file system
        }
        default -> throw LinuxFileCalls.failure("rename to " + to, from, errno);
      }
    }
    if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } else {
      try {
        Files.createLink(to, from);
      } catch (UnsupportedOperationException e) {
        throw new FileSystemException(
            to.toString(), null, "this file system has no hard links, which renaming needs");
      }
      try {
        // Durable before the old name goes: else a power cut could leave the file without any.
        DirectorySync.sync(to.resolveSibling(""));
        Files.delete(from);
      } catch (IOException e) {
        try {
          Files.deleteIfExists(to);
        } catch (IOException suppressed) {
          e.addSuppressed(suppressed);
        }
        throw e;
      }
    }
  }

  private static int renameNoReplace(Path from, Path to) {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          LinuxFileCalls.call(
              LinuxSystem.newState(arena),
              Call.RENAMEAT2,
              LinuxFileCalls.AT_FDCWD,
              LinuxFileCalls.name(arena, from).address(),
              LinuxFileCalls.AT_FDCWD,
              LinuxFileCalls.name(arena, to).address(),
              RENAME_NOREPLACE);
      return (int) -result;
    }
  }
}
