package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/** The program behind the command line, from arguments to exit code. */
public final class CommandLineProgram {
  private CommandLineProgram() {}

  /**
   * Runs the command that {@code arguments} name.
   *
   * @param in what the command reads as standard input
   * @param out gets what the command has to say, as UTF-8; nothing else is written there
   * @param err gets what went wrong: what happened and what to do next, never a stack trace unless
   *     {@code HOLDFAST_DEBUG} is set
   * @param environment the environment variables
   * @return the exit code: 0 done, 1 failed, 2 wrongly called, 4 somebody else changed it
   *     meanwhile, 75 a lock was not had in time; {@code holdfast lock} returns that of its command
   */
  public static int run(
      String[] arguments,
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment) {
    Io io = Io.of(in, out, err, environment);
    int exitCode;
    try {
      exitCode = commandLine(io).execute(arguments);
    } catch (Throwable e) { // an Error, which picocli lets through: out of memory, a broken build
      exitCode = new Failures(io).report(e);
    }
    // A full disk behind a redirect must not look like success.
    if (io.out().checkError() && exitCode == ExitCode.OK) {
      io.err().println("holdfast: the output could not be written completely");
      exitCode = ExitCode.FAILED;
    }
    return exitCode;
  }

  /** The commands, ready to be executed. */
  static CommandLine commandLine(Io io) {
    CommandLine commandLine =
        new CommandLine(new RootCommand(io))
            .addSubcommand(new McpCommand(io))
            .addSubcommand(new ServeCommand(io))
            .addSubcommand(new InstallCommand(io))
            .addSubcommand(new UninstallCommand(io))
            .addSubcommand(PersonasCommand.commandLine(io))
            .addSubcommand(BackupCommand.commandLine(io))
            .addSubcommand(new LockCommand(io))
            .addSubcommand(LocksCommand.commandLine(io))
            .addSubcommand(new WriteCommand(io))
            .addSubcommand(new ReadCommand(io))
            .addSubcommand(new SnapshotCommand(io))
            .addSubcommand(new RestoreCommand(io))
            .addSubcommand(new RecoverCommand(io))
            .addSubcommand(new SweepCommand(io))
            .addSubcommand(new DoctorCommand(io))
            .addSubcommand(new DemoCommand(io))
            .addSubcommand(new CompletionCommand(io))
            .addSubcommand(new HelpCommand());
    addHelp(commandLine);
    Failures failures = new Failures(io);
    return commandLine
        .setOut(new PrintWriter(io.out(), true, UTF_8))
        .setErr(new PrintWriter(io.err(), true, UTF_8))
        // An argument that begins with @ is an argument, not a file of arguments.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(90)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** Gives {@code --help} to every command below this one. */
  private static void addHelp(CommandLine parent) {
    for (CommandLine command : parent.getSubcommands().values()) {
      if (!(command.getCommand() instanceof HelpCommand)) {
        command
            .getCommandSpec()
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Shows this help.")
                    .build());
        addHelp(command);
      }
    }
  }
}
