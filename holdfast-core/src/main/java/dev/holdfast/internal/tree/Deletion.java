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

/** Removes directories with all that is in them. */
public final class Deletion {
  private Deletion() {}

  private static final int MAX_TRIES = 100;

  /**
   * Removes a file, or a directory with all that is in it; symbolic links are not followed. Others
   * may remove the same at once, and for a moment still put something in.
   */
  public static void delete(Path path) throws IOException {
    for (int tries = 1; ; tries++) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        deleteAllIn(path);
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

  private static void deleteAllIn(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        delete(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // somebody else has removed it
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
