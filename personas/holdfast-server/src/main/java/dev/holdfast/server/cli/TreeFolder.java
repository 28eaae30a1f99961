package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder whose files are changed together, as commands open it. */
final class TreeFolder {

  private TreeFolder() {}

  /** What a command does with it. */
  interface Work {
    /** Does it and returns the exit code. */
    int run(FileTree tree) throws IOException, InterruptedException;
  }

  /**
   * Opens the folder with its lock domain, which is made if it is missing, as it is: nothing is
   * recovered or swept yet.
   */
  static int open(Io io, String directory, Work work) throws IOException, InterruptedException {
    Path path = existing(io, directory);
    FileLockManager locks;
    try {
      locks = FileLockManager.open(path.resolve(FolderOption.DOMAIN));
    } catch (IOException e) {
      throw CommandException.failed(
          "cannot use the folder %s: %s".formatted(path, Failures.describe(e)),
          "see to it that you may write there");
    }
    try (locks) {
      return work.run(FileTree.at(path, locks));
    }
  }

  /** Looks at the folder without making anything in it. */
  static int look(Io io, String directory, Work work) throws IOException, InterruptedException {
    Path path = existing(io, directory);
    if (Files.isDirectory(path.resolve(FolderOption.DOMAIN))) {
      return open(io, directory, work);
    }
    try (FileLockManager locks = FileLockManager.inProcess()) { // nobody uses locks there
      return work.run(FileTree.at(path, locks));
    }
  }

  private static Path existing(Io io, String directory) {
    Path path = io.path(directory).toAbsolutePath();
    if (!Files.isDirectory(path)) {
      throw CommandException.failed("no such folder: " + path, "");
    }
    return path;
  }
}
