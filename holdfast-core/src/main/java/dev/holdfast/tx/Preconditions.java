package dev.holdfast.tx;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileChangedException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a transaction can be put into place, before it is committed: afterwards nobody may
 * use the tree until it is.
 */
final class Preconditions {

  private final TreeLayout layout;
  private final AtomicFiles files;
  private final Path stage;

  /** Directories that files can be moved to from the stage. */
  private final Set<Path> reached = new HashSet<>();

  private final Set<Path> checked = new HashSet<>();

  Preconditions(TreeLayout layout, AtomicFiles files, Path stage) {
    this.layout = layout;
    this.files = files;
    this.stage = stage;
  }

  /** Under the lock of the tree: what was true before may not be any more. */
  void check(List<Entry> entries, Map<Entry, Condition> conditions, Participants all)
      throws IOException {
    checked.clear();
    for (Entry entry : entries) {
      for (Path path : entry.paths()) {
        checkPlace(path, all);
        Condition condition = conditions.get(entry);
        if (condition != null) {
          check(path, condition, all);
        }
      }
      switch (entry) {
        case Entry.Put put -> {
          if (!all.makesRoomAt(put.path())) {
            BasicFileAttributes found = FileLook.attributes(put.path());
            if (found != null && found.isDirectory()) {
              throw new FileSystemException(put.path().toString(), null, "is a directory");
            }
          }
        }
        case Entry.Directory directory -> checkVacant(directory.path(), all);
        case Entry.Link link -> checkVacant(link.path(), all);
        case Entry.Delete delete -> checkMovable(delete.path(), FileLook.attributes(delete.path()));
        case Entry.Move move -> {
          BasicFileAttributes found = FileLook.attributes(move.from());
          if (found == null) {
            throw new NoSuchFileException(move.from().toString());
          }
          checkMovable(move.from(), found);
          checkVacant(move.to(), all);
        }
      }
    }
  }

  private void check(Path path, Condition condition, Participants all) throws IOException {
    switch (condition) {
      case Condition.Vacant _ -> checkVacant(path, all);
      case Condition.Version(FileVersion expected) -> checkVersion(path, expected, all);
    }
  }

  private static void checkVacant(Path path, Participants all) throws IOException {
    if (!all.makesRoomAt(path) && FileLook.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private void checkVersion(Path path, FileVersion expected, Participants all) throws IOException {
    BasicFileAttributes found = all.createsAbove(path) ? null : FileLook.attributes(path);
    if (found != null && !found.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, "is no regular file, and so has no version");
    }
    FileVersion actual = found == null ? FileVersion.ABSENT : files.version(path);
    if (!actual.equals(expected)) {
      throw new FileChangedException(path, expected, actual);
    }
  }

  /** Can a name be made, replaced or removed there? */
  void checkPlace(Path path, Participants all) throws IOException {
    Path above = layout.root();
    boolean exists = true;
    for (Path name : layout.root().relativize(path)) {
      Path next = exists ? above.resolve(name) : path;
      if (next.equals(path)) {
        break;
      }
      if (all.creates(next)) {
        exists = false; // what has that name now will be gone
      } else if (!checked.contains(next)) {
        exists = isDirectory(next);
      }
      if (exists) {
        above = next;
      }
    }
    if (checked.add(above)) {
      checkMount(above);
      if (!Files.isWritable(above)) {
        throw new AccessDeniedException(above.toString(), null, "cannot be written");
      }
    }
    if (!exists) {
      checkNames(above, path);
    }
  }

  private static boolean isDirectory(Path path) throws IOException {
    BasicFileAttributes found = FileLook.attributes(path);
    if (found == null) {
      return false;
    }
    if (found.isSymbolicLink()) {
      throw new FileSystemException(
          path.toString(), null, "is a symbolic link, which no directory in a transaction may be");
    }
    if (!found.isDirectory()) {
      throw new NotDirectoryException(path.toString());
    }
    return true;
  }

  /** Missing directories will be made: can they have these names? */
  private static void checkNames(Path above, Path path) throws IOException {
    for (Path name : above.relativize(path)) {
      boolean _ = FileLook.exists(above.resolve(name)); // an error if it is too long, for example
    }
  }

  private void checkMovable(Path path, @Nullable BasicFileAttributes found) throws IOException {
    if (found != null && found.isDirectory()) {
      checkMount(path);
    }
  }

  private void checkMount(Path directory) throws IOException {
    if (!reached.contains(directory) && !FileLook.isOnOneMount(stage, directory)) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "is on another file system or mount than %s; no transaction reaches over both"
              .formatted(layout.root()));
    }
    reached.add(directory);
  }
}
