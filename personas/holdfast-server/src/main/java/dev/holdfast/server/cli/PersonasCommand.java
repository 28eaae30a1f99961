package dev.holdfast.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "personas",
    description = {
      "Lists, shows and changes the personas of a folder, safely beside running servers.",
      "",
      "PERSONA is a file name, a slug, a unique id or a name, tried in this order.",
      "",
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas list",
      "  holdfast personas create --name Alice --description 'Knows the law' \\",
      "      --category professional --instructions-file alice.txt",
      "  holdfast personas edit alice 'description=Knows the law well' triggers=law,contracts",
      "  holdfast personas history alice",
      "  holdfast personas undo alice",
      "  holdfast help personas edit",
    })
final class PersonasCommand implements Callable<Integer> {

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private PersonasCommand(Io io) {
    this.io = io;
  }

  /** The command with its subcommands. */
  static CommandLine commandLine(Io io) {
    return new CommandLine(new PersonasCommand(io))
        .addSubcommand(new PersonasListCommand(io))
        .addSubcommand(new PersonasShowCommand(io))
        .addSubcommand(new PersonasCreateCommand(io))
        .addSubcommand(new PersonasEditCommand(io))
        .addSubcommand(new PersonasRenameCommand(io))
        .addSubcommand(new PersonasDeleteCommand(io))
        .addSubcommand(new PersonasHistoryCommand(io))
        .addSubcommand(new PersonasDiffCommand(io))
        .addSubcommand(new PersonasUndoCommand(io))
        .addSubcommand(new PersonasExportCommand(io))
        .addSubcommand(new PersonasImportCommand(io))
        .addSubcommand(new PersonasValidateCommand(io));
  }

  @Override
  public Integer call() {
    io.err().print(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
    return ExitCode.USAGE;
  }
}
