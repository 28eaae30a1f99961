package dev.holdfast.internal.tree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Predicate;

/** Removes directories with all that is in them. */
public final class Deletion {
  private Deletion() {}

  private static final int MAX_TRIES = 100;

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Removes a file, or a directory with all that is in it; symbolic links are not followed. Others
   * may remove the same at once, and for a moment still put something in.
   */
  public static void delete(Path path) throws IOException {
    for (int tries = 1; ; tries++) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        deleteAllIn(path, entry -> true);
      }
      try {
        Files.deleteIfExists(path);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Removes a directory with all that is in it, and the file that tells whose it is after all
   * others: as long as something is left, a sweep can see that it is nobody's. Others may sweep it
   * at once, and make that file anew.
   */
  public static void delete(Path directory, Path claim) throws IOException {
    deleteAllIn(directory, entry -> !entry.equals(claim));
    delete(directory);
  }

  private static void deleteAllIn(Path directory, Predicate<Path> which) throws IOException {
    try {
      makeWritable(directory);
    } catch (NoSuchFileException e) {
      return; // somebody else has removed it
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (which.test(entry)) {
          delete(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // somebody else has removed it
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** What is in it may have come here with its directory, and that with its mode. */
  private static void makeWritable(Path directory) throws IOException {
    if (!Files.isWritable(directory)
        && directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Path _ = Files.setPosixFilePermissions(directory, OWNER);
    }
  }
}
