package dev.holdfast.server.cli;

import static java.util.Objects.requireNonNull;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileCommitException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "write",
    description = {
      "Replaces a file by what comes on standard input, whole or not at all.",
      "",
      "Whoever reads the file meanwhile sees the old or the new content, never a part. When the"
          + " command has ended well the new content survives a power cut. Mode and owner stay; a"
          + " new file is for its owner only. A symbolic link is followed. At most 64 MiB.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  make report | holdfast write report.html",
      "  holdfast lock report -- sh -c 'sort report.txt | holdfast write report.txt'",
      "",
      "An input that ends early, because the command before the | failed, is taken for the whole"
          + " content: let the shell check it (bash: set -o pipefail does not help here, write to a"
          + " variable or file first).",
    })
final class WriteCommand implements Callable<Integer> {

  private static final int MAX_BYTES = Math.toIntExact(AtomicFiles.DEFAULT_MAX_READ_BYTES);

  private final Io io;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file to write.")
  private String file = "";

  WriteCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Path path = io.path(file).toAbsolutePath();
    byte[] content = readInput();
    try (FileLockManager locks = FileLockManager.inProcess()) {
      locks.files().write(path, content);
      sweep(locks.files(), path);
    } catch (FileCommitException e) {
      throw e; // says itself what became of the file
    } catch (FileSystemException e) {
      throw CommandException.failed(
          "cannot write %s: %s; nothing was changed".formatted(path, Failures.describe(e)), "");
    }
    return ExitCode.OK;
  }

  private byte[] readInput() {
    byte[] content;
    try {
      content = io.in().readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw CommandException.failed(
          "cannot read standard input: %s; nothing was changed".formatted(Failures.describe(e)),
          "");
    }
    if (content.length > MAX_BYTES) {
      throw CommandException.failed(
          "standard input has more than %d MiB; nothing was changed".formatted(MAX_BYTES >> 20),
          "larger files do not fit into one atomic write");
    }
    return content;
  }

  /** Nobody else looks after temporaries that writes left here when they were killed. */
  private static void sweep(AtomicFiles files, Path path) {
    try {
      files.sweep(requireNonNull(path.toRealPath().getParent(), "a file has a folder"));
    } catch (IOException e) {
      return; // the write itself stands, and the next one sweeps again
    }
  }
}
