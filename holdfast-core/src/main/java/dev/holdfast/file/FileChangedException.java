package dev.holdfast.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file has another version than the one that was to be replaced; nothing was written. */
public final class FileChangedException extends FileSystemException {

  private static final long serialVersionUID = 1;

  private final transient FileVersion expected;
  private final transient FileVersion actual;

  /** For a file that was expected to have one version, and has another one. */
  public FileChangedException(Path path, FileVersion expected, FileVersion actual) {
    super(path.toString(), null, message(expected, actual));
    this.expected = expected;
    this.actual = actual;
  }

  private static String message(FileVersion expected, FileVersion actual) {
    if (expected.equals(FileVersion.ABSENT)) {
      return "exists already, with version %s; nothing was written".formatted(actual);
    }
    if (actual.equals(FileVersion.ABSENT)) {
      return "is gone; version %s was expected, nothing was written".formatted(expected);
    }
    return "was changed meanwhile: version %s was expected, it has %s; nothing was written. Read it again"
        .formatted(expected, actual);
  }

  /** The version that the caller had seen. */
  public FileVersion expected() {
    return expected;
  }

  /** The version that the file has. */
  public FileVersion actual() {
    return actual;
  }
}
