package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** New files and directories that nobody but their owner may read or write. */
public final class OwnerOnly {
  private static final FileAttribute<?> FILE = mode("rw-------");
  private static final FileAttribute<?> DIRECTORY = mode("rwx------");

  private OwnerOnly() {}

  /** The attributes to create a file of this path with. */
  public static FileAttribute<?>[] file(Path path) {
    return attributes(path, FILE);
  }

  /** The attributes to create a directory of this path with. */
  public static FileAttribute<?>[] directory(Path path) {
    return attributes(path, DIRECTORY);
  }

  /**
   * Creates a directory and its missing parents, durably: each is synced into its own parent. Does
   * nothing if it exists.
   *
   * @throws FileAlreadyExistsException if something else has the name of one of them
   */
  public static void createDirectories(Path directory) throws IOException {
    for (Path each : missingDirectories(directory)) {
      createDirectory(each);
      Path parent = each.getParent();
      if (parent != null) {
        DirectorySync.sync(parent);
      }
    }
  }

  /** A directory and those of its parents that are not there, from the root down. */
  public static Collection<Path> missingDirectories(Path directory) {
    Deque<Path> missing = new ArrayDeque<>();
    Path current = directory.toAbsolutePath().normalize();
    while (current != null && !Files.isDirectory(current)) {
      missing.push(current);
      current = current.getParent();
    }
    return missing;
  }

  /**
   * Creates one directory. If somebody else makes it at the same time it is durable for the caller
   * only when the caller has synced its parent, too.
   *
   * @throws FileAlreadyExistsException if something else has its name
   */
  public static void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, directory(directory));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private static FileAttribute<?> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static FileAttribute<?>[] attributes(Path path, FileAttribute<?> mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {mode}
        : new FileAttribute<?>[0];
  }
}
