package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a layer may watch or break: all that change something, and all that open a file.
 * Each is one system call or close to it; what the JDK makes of several is made of these. The paths
 * are those of the file system below.
 */
public interface FileCalls {

  /** Opens a file, or a directory to sync it. */
  FileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException;

  /** {@code mkdir}. */
  void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException;

  /** {@code symlink}. */
  void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException;

  /** {@code link}. */
  void createLink(Path link, Path existing) throws IOException;

  /** {@code unlink} or {@code rmdir}. */
  void delete(Path path) throws IOException;

  /** {@code rename}: replaces what has the name. */
  void rename(Path source, Path target) throws IOException;

  /**
   * {@code chmod}, {@code chown}, {@code utimensat}, {@code setxattr}.
   *
   * @param attribute such as {@code "posix:permissions"} or {@code "user:mime"}
   * @param value null removes a user-defined attribute
   */
  void setAttribute(Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException;
}
