package dev.holdfast.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "recover",
    description = {
      "Finishes a transaction that was committed in a folder when its process or the machine died.",
      "",
      "Programs that use the folder as a tree do this by themselves before they touch a file of it."
          + " This command is for looking at the files without one.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast recover ~/.holdfast/personas"})
final class RecoverCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
  private String directory = "";

  RecoverCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return TreeFolder.open(
        io,
        directory,
        tree -> {
          io.out()
              .println(
                  tree.recover()
                      ? "a transaction was finished: all of its changes are in place"
                      : "nothing to recover");
          return ExitCode.OK;
        });
  }
}
