package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a name stands for, links not followed. A look that fails is an error: {@link
 * Files#exists} and its like would take it for a no.
 */
public final class FileLook {
  private FileLook() {}

  /**
   * The attributes of what stands there, {@link PosixFileAttributes} where the file system has
   * them, or null if nothing does.
   */
  public static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    Class<? extends BasicFileAttributes> kind =
        path.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? PosixFileAttributes.class
            : BasicFileAttributes.class;
    try {
      return Files.readAttributes(path, kind, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Does anything stand there? */
  public static boolean exists(Path path) throws IOException {
    return attributes(path) != null;
  }

  /**
   * Are two directories on one file system, and reached through one mount of it? Else nothing can
   * be renamed from one to the other. The JDK finds that out by reading the system's list of
   * mounts, and takes two mounts of one file system for one; so it is asked only where the kernel
   * does not tell, or a path is no text. Links are followed.
   */
  public static boolean isOnOneMount(Path one, Path other) throws IOException {
    LinuxStat first = LinuxStat.of(one, true);
    LinuxStat second = LinuxStat.of(other, true);
    if (first == null
        || second == null
        || first.mount() == LinuxStat.UNKNOWN
        || second.mount() == LinuxStat.UNKNOWN) {
      return Files.getFileStore(one).equals(Files.getFileStore(other));
    }
    return first.mount() == second.mount() && first.device() == second.device();
  }
}
