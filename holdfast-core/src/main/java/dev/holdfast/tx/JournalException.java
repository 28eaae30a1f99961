package dev.holdfast.tx;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The journal of a tree cannot be followed: it is damaged, or was written by a newer version.
 * Nothing was changed. The message names the file, what is wrong with it and what to do.
 */
public final class JournalException extends FileSystemException {

  private static final long serialVersionUID = 1;

  JournalException(Path file, String problem, String remedy) {
    super(file.toString(), null, problem + ". " + remedy);
  }
}
