package dev.holdfast.internal.tree;

import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.os.FileNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Puts into a {@link SnapshotArea} what a tree has, before that is changed.
 *
 * <p>Several may keep the same name at once, and each does so before its change. The first to
 * create the entry wins, by the file system's word; the others find it there. So whoever creates it
 * does so before anybody's change, and what it has found is what was there at the instant. That
 * needs one name for each entry, whether it stands for a file or for its absence.
 */
final class Keeping {

  private static final int MAX_TRIES = 10;

  private final Path root;
  private final SnapshotArea area;

  Keeping(Path root, SnapshotArea area) {
    this.root = root;
    this.area = area;
  }

  /**
   * Keeps a path, relative to the root: if it is a directory, all that is below it; if it is not
   * there, the absence of the first directory on the way to it that is not there either.
   */
  void keep(Path relative) throws IOException {
    Path live = root;
    Path entry = area.kept();
    for (Path name : relative) {
      live = live.resolve(name);
      entry = entry.resolve(name);
      if (!keepOne(live, entry) || SnapshotArea.isWhole(entry)) {
        return; // nothing was below it, or all that was is kept
      }
    }
    if (keepAllIn(live, entry)) {
      try {
        // What comes into it from now on, by a move of a directory say, was not in it.
        place(area.absentMarker(), entry.resolve(SnapshotArea.WHOLE));
      } catch (FileAlreadyExistsException e) {
        // Another change was faster.
      }
    }
  }

  /**
   * Keeps all that is in a directory.
   *
   * @return is it one still?
   */
  private boolean keepAllIn(Path live, Path entry) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(live)) {
      for (Path child : children) {
        Path name = child.getFileName();
        if (name != null && !TreeLayout.isReserved(name)) {
          Path childEntry = entry.resolve(name);
          if (keepOne(child, childEntry) && !SnapshotArea.isWhole(childEntry)) {
            boolean _ = keepAllIn(child, childEntry);
          }
        }
      }
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return false; // it was one, and whoever changed that has kept what was in it
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Sees to it that there is an entry.
   *
   * @return was there a directory at the instant of the snapshot?
   */
  private boolean keepOne(Path live, Path entry) throws IOException {
    for (int tries = 1; ; tries++) {
      BasicFileAttributes kept = FileLook.attributes(entry);
      if (kept != null) {
        return kept.isDirectory();
      }
      try {
        create(live, entry);
      } catch (FileAlreadyExistsException e) {
        // Another change was faster.
      } catch (IOException e) {
        // What was there may have been changed by one that was faster.
        if (FileLook.attributes(entry) == null
            && !(e instanceof NoSuchFileException && tries < MAX_TRIES)) {
          throw e;
        }
      }
    }
  }

  private void create(Path live, Path entry) throws IOException {
    BasicFileAttributes there = FileLook.attributes(live);
    if (there == null || there.isOther()) {
      place(area.absentMarker(), entry);
    } else if (there.isDirectory()) {
      DirectoryCopy.make(live, entry);
    } else if (there.isSymbolicLink()) {
      Files.createSymbolicLink(entry, Files.readSymbolicLink(live));
    } else {
      place(live, entry);
    }
  }

  /** Never replaces an entry. */
  private void place(Path source, Path entry) throws IOException {
    try {
      Files.createLink(entry, source);
      return;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // There are no links here, too many to this file, or none may be made to it.
    }
    Path copy = area.newCopy();
    try {
      Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      FileNames.renameIfAbsent(copy, entry);
    } finally {
      Files.deleteIfExists(copy);
    }
  }
}
