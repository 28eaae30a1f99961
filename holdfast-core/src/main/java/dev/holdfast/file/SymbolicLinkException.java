package dev.holdfast.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A path leads to a symbolic link where none may be; see {@link SymlinkPolicy#REFUSE}. */
public final class SymbolicLinkException extends FileSystemException {

  private static final long serialVersionUID = 1;

  SymbolicLinkException(Path path) {
    super(path.toString(), null, "is a symbolic link; name the file that it leads to");
  }
}
