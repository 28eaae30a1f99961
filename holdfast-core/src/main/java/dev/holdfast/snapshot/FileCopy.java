package dev.holdfast.snapshot;

import dev.holdfast.snapshot.Snapshots.Copying;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A way to give a file or symbolic link, with its attributes, another name as well. */
@FunctionalInterface
interface FileCopy {

  /** Copies; {@code target} must not exist. */
  void copy(Path source, Path target) throws IOException;

  static FileCopy of(Copying copying) {
    return switch (copying) {
      case COPY -> FileCopy::content;
      case LINK -> FileCopy::link;
    };
  }

  private static void content(Path source, Path target) throws IOException {
    // Blocks are shared where the file system can: the JDK copies with copy_file_range(2).
    Path _ =
        Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }

  private static void link(Path source, Path target) throws IOException {
    if (!Files.isSymbolicLink(source)) {
      try {
        Path _ = Files.createLink(target, source);
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException e) {
        // There are no links here, too many to this file, or none may be made to it.
      }
    }
    content(source, target);
  }
}
