package dev.holdfast.snapshot;

import dev.holdfast.internal.os.FileLook;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * All that is below a directory, in the order of {@link PathText#compare}, without following
 * symbolic links and without the names that are not part of a snapshot. Needs memory for the names
 * in the directories on the way to where it is. What is removed meanwhile is passed over.
 */
final class SortedWalk {

  /**
   * A step of the walk.
   *
   * @param path as a manifest has it
   * @param file the same, to be opened
   * @param attributes of a symbolic link itself
   */
  record Found(String path, Path file, BasicFileAttributes attributes) {}

  /** The names of a directory that are still to come. */
  private record Level(String path, Path directory, Names names) {}

  private final Deque<Level> levels = new ArrayDeque<>();
  private @Nullable Found toEnter;

  SortedWalk(Path root) throws IOException {
    levels.push(new Level("", root, namesIn(root)));
  }

  /** The next step; null at the end. */
  @Nullable Found next() throws IOException {
    Found directory = toEnter;
    if (directory != null) {
      toEnter = null;
      enter(directory);
    }
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (!level.names.hasNext()) {
        levels.pop();
        continue;
      }
      String name = level.names.next();
      Path file = level.directory.resolve(name);
      BasicFileAttributes attributes = FileLook.attributes(file);
      if (attributes != null) { // else removed since the directory was read
        Found found = new Found(PathText.child(level.path, name), file, attributes);
        if (attributes.isDirectory()) {
          toEnter = found;
        }
        return found;
      }
    }
    return null;
  }

  /** Passes over what is in the directory that was the last step. */
  void skipDirectory() {
    toEnter = null;
  }

  private void enter(Found directory) throws IOException {
    try {
      levels.push(new Level(directory.path, directory.file, namesIn(directory.file)));
    } catch (NoSuchFileException | NotDirectoryException e) {
      // removed since it was found
    }
  }

  private static Names namesIn(Path directory) throws IOException {
    Names names = Names.in(directory);
    if (!names.others().isEmpty()) {
      throw new FileSystemException(
          names.others().getFirst().toString(),
          null,
          "its name is no valid text and cannot stand in a manifest");
    }
    return names;
  }
}
