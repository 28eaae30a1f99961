package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Errors of the file system below, told with the paths that the layer shows. */
final class ShownErrors {

  private final PathMapping mapping;
  private final Path syntax;

  /**
   * Errors of a layer.
   *
   * @param syntax some path of the file system below
   */
  ShownErrors(PathMapping mapping, Path syntax) {
    this.mapping = mapping;
    this.syntax = syntax;
  }

  /** Something that is done below. */
  interface Below<T> {
    T run() throws IOException;
  }

  <T> T translated(Below<T> call) throws IOException {
    try {
      return call.run();
    } catch (FileSystemException e) {
      throw translated(e);
    }
  }

  private FileSystemException translated(FileSystemException e) {
    String file = shown(e.getFile());
    String other = shown(e.getOtherFile());
    if (file == null || (file.equals(e.getFile()) && e.getOtherFile() == null)) {
      return e;
    }
    String reason = e.getReason();
    return switch (e) {
      case NoSuchFileException same -> new NoSuchFileException(file, other, reason);
      case FileAlreadyExistsException same -> new FileAlreadyExistsException(file, other, reason);
      case AccessDeniedException same -> new AccessDeniedException(file, other, reason);
      case NotLinkException same -> new NotLinkException(file, other, reason);
      case AtomicMoveNotSupportedException same ->
          new AtomicMoveNotSupportedException(file, other, reason);
      case DirectoryNotEmptyException same -> new DirectoryNotEmptyException(file);
      case NotDirectoryException same -> new NotDirectoryException(file);
      case FileSystemLoopException same -> new FileSystemLoopException(file);
      default -> new FileSystemException(file, other, reason);
    };
  }

  private @Nullable String shown(@Nullable String file) {
    if (file == null) {
      return null;
    }
    Path path = syntax.getFileSystem().getPath(file);
    return path.isAbsolute() ? mapping.shown(path).toString() : file;
  }
}
