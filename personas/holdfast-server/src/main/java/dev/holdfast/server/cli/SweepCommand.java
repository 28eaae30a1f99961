package dev.holdfast.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sweep",
    description = {
      "Removes what writers left in a folder when they were killed: temporary files anywhere below"
          + " it, contents of transactions that were not committed, unfinished snapshots.",
      "",
      "What belongs to a living process stays, however old it is. Programs that use the folder as a"
          + " tree do this when they start.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast sweep --dry-run ~/.holdfast/personas    list it, remove nothing",
      "  holdfast sweep ~/.holdfast/personas",
    })
final class SweepCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
  private String directory = "";

  @Option(names = "--dry-run", description = "Print what would be removed, and remove nothing.")
  private boolean dryRun;

  SweepCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return dryRun
        ? TreeFolder.look(io, directory, tree -> print(tree.leftovers()))
        : TreeFolder.open(io, directory, tree -> print(tree.sweep()));
  }

  private int print(List<Path> paths) {
    paths.stream().sorted().forEach(path -> io.out().println(Text.line(path.toString())));
    return ExitCode.OK;
  }
}
