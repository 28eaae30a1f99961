package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
      exitCode = commandLine(io, arguments).execute(arguments);
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

  /** All commands, ready to be executed. */
  static CommandLine commandLine(Io io) {
    CommandLine commandLine = new CommandLine(new RootCommand(io));
    commands(io).forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
    commandLine.addSubcommand(new CompletionCommand(io)).addSubcommand(new HelpCommand());
    return readyToExecute(commandLine, io);
  }

  /**
   * The command that the first argument names, without its siblings: to describe them all takes a
   * good part of the time of a start. All commands if it names none of them, or one that is about
   * the others.
   */
  static CommandLine commandLine(Io io, String[] arguments) {
    Supplier<Object> named = arguments.length == 0 ? null : commands(io).get(arguments[0]);
    if (named == null) {
      return commandLine(io);
    }
    CommandLine commandLine = new CommandLine(new RootCommand(io));
    return readyToExecute(commandLine.addSubcommand(arguments[0], named.get()), io);
  }

  /** What makes each command, by its name, in the order of the help. */
  private static Map<String, Supplier<Object>> commands(Io io) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("mcp", () -> new McpCommand(io));
    commands.put("serve", () -> new ServeCommand(io));
    commands.put("config", () -> ConfigCommand.commandLine(io));
    commands.put("token", () -> TokenCommand.commandLine(io));
    commands.put("install", () -> new InstallCommand(io));
    commands.put("uninstall", () -> new UninstallCommand(io));
    commands.put("personas", () -> PersonasCommand.commandLine(io));
    commands.put("backup", () -> BackupCommand.commandLine(io));
    commands.put("lock", () -> new LockCommand(io));
    commands.put("locks", () -> LocksCommand.commandLine(io));
    commands.put("write", () -> new WriteCommand(io));
    commands.put("read", () -> new ReadCommand(io));
    commands.put("snapshot", () -> new SnapshotCommand(io));
    commands.put("restore", () -> new RestoreCommand(io));
    commands.put("recover", () -> new RecoverCommand(io));
    commands.put("sweep", () -> new SweepCommand(io));
    commands.put("doctor", () -> new DoctorCommand(io));
    commands.put("demo", () -> new DemoCommand(io));
    return commands;
  }

  private static CommandLine readyToExecute(CommandLine commandLine, Io io) {
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
