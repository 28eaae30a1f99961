package dev.holdfast.file;

import dev.holdfast.internal.os.FileNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a write goes: the name behind all symbolic links, in its real directory.
 *
 * @param directory the real path of the directory
 * @param path the name in it
 * @param found what stood there when it was looked at, if anything did
 */
record Target(Path directory, Path path, @Nullable FileNode found) {

  private static final int MAX_LINKS = 40;

  /** What a write to {@code path} means. */
  static Target of(Path path, SymlinkPolicy symlinks) throws IOException {
    if (symlinks == SymlinkPolicy.FOLLOW) {
      return following(path);
    }
    Target target = notFollowing(path);
    if (symlinks == SymlinkPolicy.REFUSE && target.isLink()) {
      throw new SymbolicLinkException(path);
    }
    return target;
  }

  /** Follows the links of {@code path}. */
  static Target following(Path path) throws IOException {
    Path current = path.toAbsolutePath();
    for (int links = 0; links <= MAX_LINKS; links++) {
      Target target = notFollowing(current);
      if (!target.isLink()) {
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
    Path real = directory.resolve(name);
    FileNode found = FileNode.at(real);
    if (found == null && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return new Target(directory, real, found);
  }

  private static boolean isDots(String name) {
    return name.equals(".") || name.equals("..");
  }

  boolean isDirectory() {
    return found != null && found.isDirectory();
  }

  private boolean isLink() {
    return found != null && found.isLink();
  }

  /** The file that a write replaces, or null if there is none of which anything is kept. */
  @Nullable FileNode replaced() throws IOException {
    if (found == null || found.isLink()) {
      return null; // a link is replaced itself: nothing of it is kept
    }
    if (!found.isRegular()) {
      throw new FileSystemException(
          path.toString(), null, found.isDirectory() ? "is a directory" : "not a regular file");
    }
    return found;
  }
}
