package dev.holdfast.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file has more bytes than the caller is ready to read. */
public final class FileTooLargeException extends FileSystemException {

  private static final long serialVersionUID = 1;

  private final long maxBytes;

  FileTooLargeException(Path path, long maxBytes) {
    super(path.toString(), null, "larger than the limit of " + maxBytes + " bytes");
    this.maxBytes = maxBytes;
  }

  /** The limit that was exceeded. */
  public long maxBytes() {
    return maxBytes;
  }
}
