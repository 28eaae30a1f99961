package dev.holdfast.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "holdfast",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "Keeps a folder of personas right while many AI clients write it at once, and brings its"
          + " locks and atomic files to the shell.",
      "",
    },
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; standard error says what happened and whether anything was changed",
      "2:called wrongly",
      "4:somebody else changed it meanwhile; nothing was changed",
      "5:done, but something had to be left out; it is named",
      "75:a lock was not had in time; trying again later may help",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast demo                          see it at work, in under a minute",
      "  holdfast install claude-desktop        set up an AI client; --list shows which there are",
      "  holdfast mcp                           what an AI client starts",
      "  holdfast serve                         one server for many clients, over HTTP",
      "  holdfast personas list                 the personas in the folder",
      "  holdfast backup create                 all of them in one ZIP file, as of one instant",
      "  holdfast lock nightly -- make backup   one at a time, over all processes",
      "  holdfast doctor                        is the folder's file system fit for it?",
      "",
      "Environment:",
      "  HOLDFAST_DIR        the folder, where no --dir is given (otherwise ~/.holdfast/personas)",
      "  HOLDFAST_AUTHOR     who writes personas (otherwise the user of the system)",
      "  HOLDFAST_DEBUG=1    show where a failure came from",
      "  HOLDFAST_JAVA_OPTS  further options for Java",
    })
final class RootCommand implements Callable<Integer> {

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  RootCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    io.err().print(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
    return ExitCode.USAGE;
  }

  /** What {@code --version} says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "holdfast " + program(),
        "Java %s on %s %s"
            .formatted(
                Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
      };
    }

    /** The version of the program. */
    static String program() {
      Properties properties = new Properties();
      try (InputStream in =
          RootCommand.class.getResourceAsStream("/dev/holdfast/server/version.properties")) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return properties.getProperty("version");
    }
  }
}
