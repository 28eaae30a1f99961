package dev.holdfast.server.doctor;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** One question about a file system. */
interface Check {

  /** Where people go from a file system that fails. */
  String ELSEWHERE = "put the folder on another file system, such as ext4 or xfs of this machine";

  /** Why something was refused, in the words of the system and without the path, in one line. */
  static String reason(Exception failure) {
    String all =
        failure instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : failure.getMessage() == null ? "" : failure.getMessage();
    String first = all.lines().findFirst().orElse("");
    return first.isEmpty() ? failure.getClass().getSimpleName() : first;
  }

  /** A word or two for people. */
  String name();

  /**
   * Finds the answer.
   *
   * @param scratch an empty directory for this check alone; what it leaves there is removed
   * @throws IOException if the file system refuses something that the check could not foresee; that
   *     is a failure of the check
   */
  Finding run(Path scratch) throws IOException, InterruptedException;
}
