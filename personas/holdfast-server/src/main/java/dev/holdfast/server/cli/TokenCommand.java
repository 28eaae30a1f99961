package dev.holdfast.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = {
      "Makes, lists and revokes the tokens that let others call 'holdfast serve' on a folder.",
      "",
      "Running servers see each change at their next request.",
      "",
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast token create laptop --scope write --expires 90d",
      "  holdfast token list",
      "  holdfast token revoke laptop",
    })
final class TokenCommand implements Callable<Integer> {

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private TokenCommand(Io io) {
    this.io = io;
  }

  /** The command with its subcommands. */
  static CommandLine commandLine(Io io) {
    return new CommandLine(new TokenCommand(io))
        .addSubcommand(new TokenCreateCommand(io))
        .addSubcommand(new TokenListCommand(io))
        .addSubcommand(new TokenRevokeCommand(io));
  }

  @Override
  public Integer call() {
    io.err().print(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
    return ExitCode.USAGE;
  }
}
