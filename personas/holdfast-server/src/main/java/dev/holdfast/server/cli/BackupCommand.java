package dev.holdfast.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = {
      "Makes, lists, verifies, restores and prunes backups of a folder of personas, safely beside"
          + " running servers.",
      "",
      "A backup is a ZIP file in DIR/.holdfast-backups with every persona as of one instant, and"
          + " the SHA-256 of each. Programs go on writing meanwhile.",
      "",
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast backup create",
      "  holdfast backup list",
      "  holdfast backup restore --dry-run personas-20261125-113951Z-manual.zip",
      "  holdfast backup prune --keep-last 10 --keep-daily 7 --keep-weekly 4",
      "  holdfast help backup restore",
    })
final class BackupCommand implements Callable<Integer> {

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private BackupCommand(Io io) {
    this.io = io;
  }

  /** The command with its subcommands. */
  static CommandLine commandLine(Io io) {
    return new CommandLine(new BackupCommand(io))
        .addSubcommand(new BackupCreateCommand(io))
        .addSubcommand(new BackupListCommand(io))
        .addSubcommand(new BackupVerifyCommand(io))
        .addSubcommand(new BackupRestoreCommand(io))
        .addSubcommand(new BackupPruneCommand(io));
  }

  @Override
  public Integer call() {
    io.err().print(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
    return ExitCode.USAGE;
  }
}
