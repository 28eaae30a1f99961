package dev.holdfast.snapshot;

import dev.holdfast.internal.tree.DirectoryCopy;
import dev.holdfast.internal.tree.SnapshotArea;
import dev.holdfast.internal.tree.SnapshotArea.Kept;
import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Copies a tree as it was when its {@link SnapshotArea} was published, while others change it.
 *
 * <p>Two steps. The first walks the tree as it is now, and copies what it meets, unless the area
 * has it. Each time it looks into the area <em>after</em> it has copied: a change fills the area
 * before it is seen in the tree, so if what was copied is not what was there at the instant, the
 * area has it by then. The second step adds what the area has and the first one did not meet,
 * because it was gone already.
 */
final class TreeCopy {

  private final Path root;
  private final SnapshotArea area;
  private final Path copy;
  private final FileCopy files;

  TreeCopy(Path root, SnapshotArea area, Path copy, FileCopy files) {
    this.root = root;
    this.area = area;
    this.copy = copy;
    this.files = files;
  }

  /** Copies all, or until the area is not there any more, which is for the caller to find out. */
  void run() throws IOException, InterruptedException {
    try {
      walkTree(root.getFileSystem().getPath(""));
      walkArea(root.getFileSystem().getPath(""));
    } catch (NoSuchFileException e) {
      if (area.exists()) {
        throw e;
      }
    }
  }

  private void walkTree(Path directory) throws IOException, InterruptedException {
    if (!area.exists()) {
      return;
    }
    Names names;
    try {
      names = Names.in(root.resolve(directory));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // not there any more: the area has what was in it
    }
    while (names.hasNext()) {
      walkOne(directory.resolve(names.next()));
    }
    // The manifest decides on those: what is none of file, link and directory is not part of it.
    for (Path other : names.others()) {
      walkOne(directory.resolve(other.getFileName()));
    }
  }

  private void walkOne(Path path) throws IOException, InterruptedException {
    if (copyOne(path)) {
      walkTree(path);
    }
  }

  /**
   * Copies something that is in the tree now.
   *
   * @return is it a directory that may have something in it now?
   */
  private boolean copyOne(Path path) throws IOException, InterruptedException {
    stopIfInterrupted();
    Kept kept = area.find(path);
    if (kept == Kept.UNCHANGED) {
      IOException failure = null;
      boolean directory = false;
      try {
        directory = copyOfLive(path);
      } catch (IOException e) {
        failure = e;
      }
      kept = area.find(path);
      if (kept == Kept.UNCHANGED) {
        if (failure instanceof NoSuchFileException
            && !Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
          return false; // removed by somebody who does not keep to the tree
        }
        if (failure != null) {
          throw failure;
        }
        return directory;
      }
      Files.deleteIfExists(copy.resolve(path)); // an empty one, if it is a directory
    }
    return switch (kept) {
      case ABSENT, UNCHANGED -> false;
      case DIRECTORY -> {
        // As it is kept, for it may be something else now; what it had is kept if it is.
        copyDirectory(area.kept(path), copy.resolve(path));
        yield true;
      }
      case FILE -> {
        files.copy(area.kept(path), copy.resolve(path));
        yield false;
      }
    };
  }

  private boolean copyOfLive(Path path) throws IOException {
    Path source = root.resolve(path);
    BasicFileAttributes attributes =
        Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      copyDirectory(source, copy.resolve(path));
      return true;
    }
    if (!attributes.isOther()) {
      files.copy(source, copy.resolve(path));
    }
    return false;
  }

  private void walkArea(Path directory) throws IOException, InterruptedException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(area.kept(directory))) {
      for (Path entry : entries) {
        stopIfInterrupted();
        if (TreeLayout.isReserved(entry.getFileName())) {
          continue;
        }
        Path path = directory.resolve(entry.getFileName());
        switch (area.find(path)) {
          case DIRECTORY -> {
            copyDirectory(entry, copy.resolve(path));
            walkArea(path);
          }
          case FILE -> {
            if (!Files.exists(copy.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
              files.copy(entry, copy.resolve(path));
            }
          }
          case ABSENT, UNCHANGED -> {
            // nothing to add
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void copyDirectory(Path source, Path target) throws IOException {
    try {
      DirectoryCopy.make(source, target);
    } catch (FileAlreadyExistsException e) {
      // Met in both steps.
    }
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while a snapshot was taken");
    }
  }
}
