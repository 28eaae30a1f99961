package dev.holdfast.file;

import dev.holdfast.internal.os.FileLook;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a write goes: the name behind all symbolic links, in its real directory.
 *
 * @param directory the real path of the directory
 * @param path the name in it; may not exist
 */
record Target(Path directory, Path path) {

  private static final int MAX_LINKS = 40;

  /** What a write to {@code path} means. */
  static Target of(Path path, SymlinkPolicy symlinks) throws IOException {
    if (symlinks == SymlinkPolicy.FOLLOW) {
      return following(path);
    }
    Target target = notFollowing(path);
    if (symlinks == SymlinkPolicy.REFUSE && target.is(BasicFileAttributes::isSymbolicLink)) {
      throw new SymbolicLinkException(path);
    }
    return target;
  }

  /** Follows the links of {@code path}. */
  static Target following(Path path) throws IOException {
    Path current = path.toAbsolutePath();
    for (int links = 0; links <= MAX_LINKS; links++) {
      Target target = notFollowing(current);
      if (!target.is(BasicFileAttributes::isSymbolicLink)) {
        return target;
      }
      current = target.directory.resolve(Files.readSymbolicLink(target.path));
    }
    throw new FileSystemLoopException(path.toString());
  }

  /** The name itself, even if it is a link; links among its parents are followed. */
  static Target notFollowing(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null || name.toString().isEmpty() || isDots(name.toString())) {
      throw new FileSystemException(path.toString(), null, "does not name a file");
    }
    Path directory;
    try {
      directory = parent.toRealPath();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(parent.toString(), null, "no such directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return new Target(directory, directory.resolve(name));
  }

  private static boolean isDots(String name) {
    return name.equals(".") || name.equals("..");
  }

  boolean isDirectory() throws IOException {
    return is(BasicFileAttributes::isDirectory);
  }

  private boolean is(Predicate<BasicFileAttributes> kind) throws IOException {
    BasicFileAttributes found = FileLook.attributes(path);
    return found != null && kind.test(found);
  }

  /** The attributes of the file that stands there, or null if there is none to be kept. */
  @Nullable BasicFileAttributes existing() throws IOException {
    BasicFileAttributes found = FileLook.attributes(path);
    if (found == null || found.isSymbolicLink()) {
      return null; // a link is replaced itself: nothing of it is kept
    }
    if (!found.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, found.isDirectory() ? "is a directory" : "not a regular file");
    }
    return found;
  }
}
