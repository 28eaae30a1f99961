package dev.holdfast.server.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in bash and zsh.",
    footerHeading = "%nExample:%n",
    footer = "  source <(holdfast completion)      put it into ~/.bashrc or ~/.zshrc")
final class CompletionCommand implements Callable<Integer> {

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  CompletionCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    io.out().print(AutoComplete.bash("holdfast", spec.root().commandLine()));
    return ExitCode.OK;
  }
}
