package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "read",
    description = {
      "Prints a file as of one commit, or its version for 'holdfast write --if-version'.",
      "",
      "A version is a digest of the content: equal versions mean equal contents, on every machine.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast read notes.txt",
      "  v=$(holdfast read --version notes.txt)    'absent' if there is no such file",
      "",
      "Who wants both takes the version first: if the file changes in between, the write is refused."
          + " The other way round it would be accepted, and the change lost.",
    })
final class ReadCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file to read.")
  private String file = "";

  @Option(names = "--version", description = "Print the version instead of the content.")
  private boolean version;

  ReadCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Path path = io.path(file).toAbsolutePath();
    if (version) {
      try (FileLockManager locks = FileLockManager.inProcess()) {
        io.out().println(locks.files().version(path));
      }
      return ExitCode.OK;
    }
    try (InputStream in = Files.newInputStream(path)) {
      long _ = in.transferTo(io.rawOut());
      io.rawOut().flush();
    }
    return ExitCode.OK;
  }
}
