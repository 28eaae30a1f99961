package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileChangedException;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.server.install.Client;
import dev.holdfast.server.install.ConfigChange;
import dev.holdfast.server.install.ConfigException;
import dev.holdfast.server.install.ServerEntry;
import dev.holdfast.server.process.ThisProgram;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "install",
    description = {
      "Writes the configuration of an AI client so that it starts this program on the folder.",
      "",
      "Only the entry of this name is changed: other servers, comments and the order of everything"
          + " stay as they are, and what you have added to the entry yourself stays, too. The file"
          + " is replaced whole, with a copy of the old one beside it. A file that is not"
          + " understood, or that somebody changes meanwhile, is not touched.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or it was there already",
      "1:failed; standard error says what happened and whether anything was changed",
      "2:called wrongly",
      "4:somebody else changed the file meanwhile; nothing was changed",
      "75:another install did not end in time; nothing was changed",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast install --list                          what is here, and what is set up",
      "  holdfast install claude-desktop",
      "  holdfast install cursor --dir ~/shared/personas --dry-run",
      "  holdfast install vscode --scope project          into .vscode/mcp.json",
      "  holdfast install codex --print                   to be pasted somewhere",
      "  holdfast install claude-code --http http://127.0.0.1:7878/mcp \\",
      "    --token-variable HOLDFAST_TOKEN",
      "",
      "JSON, of --list:",
      "  A list with one object for each file: client, title, scope (user or project), found (true",
      "  or false), state (installed, absent or unreadable), file, reason (why it is unreadable).",
    })
final class InstallCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLIENT",
      completionCandidates = ClientNames.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable String client;

  @Mixin private ClientArguments arguments = new ClientArguments();

  @Mixin private FolderOption folder = new FolderOption();

  @Mixin private RemoteOptions remote = new RemoteOptions();

  @Option(names = "--print", description = "Print what would be added, and change nothing.")
  private boolean print;

  @Option(names = "--list", description = "Show the clients, their files, and what is set up.")
  private boolean list;

  @Option(names = "--json", description = "With --list: print JSON instead of a table.")
  private boolean json;

  InstallCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      new ClientList(io, arguments.name()).print(json);
      return ExitCode.OK;
    }
    Client named = ClientArguments.client(client);
    String name = arguments.name();
    ServerEntry entry = entry();
    Path file = arguments.file(io, named);
    try {
      if (print) {
        io.out().print(named.snippet(name, entry));
      } else {
        install(named, file, name, entry);
      }
    } catch (ConfigException e) {
      throw ClientArguments.refused(file, e);
    }
    return ExitCode.OK;
  }

  private ServerEntry entry() {
    Optional<ServerEntry.Remote> running = remote.remote(io);
    return running.isPresent() ? running.get() : local();
  }

  /** A client hands on hardly any variable: the folder is named unless it is the usual one. */
  private ServerEntry.Local local() {
    List<String> words = new ArrayList<>(List.of("mcp"));
    Path chosen = folder.folder(io).normalize();
    if (!chosen.equals(io.home().resolve(".holdfast/personas").toAbsolutePath().normalize())) {
      words.addAll(List.of("--dir", chosen.toString()));
    }
    return new ServerEntry.Local(ThisProgram.launch(words.toArray(String[]::new)));
  }

  private void install(Client named, Path file, String name, ServerEntry entry)
      throws IOException, InterruptedException {
    try (FileLockManager locks = arguments.openLocks(io)) {
      ConfigChange change = ConfigChange.install(locks.files(), named, file, name, entry);
      if (arguments.dryRun()) {
        io.out().print(Text.lines(change.diff()));
        return;
      }
      Optional<Path> backup = apply(change, locks, file);
      String what =
          switch (change.kind()) {
            case ADDED -> "'%s' is added to %s";
            case CHANGED -> "'%s' is brought up to date in %s";
            case NONE, REMOVED -> "'%s' is in %s already; nothing was changed";
          };
      say(named, what.formatted(name, file));
      backup.ifPresent(path -> detail("backup", path.toString()));
      if (change.kind() != ConfigChange.Kind.NONE) {
        detail("next", named.next());
        if (!named.isFound(ClientArguments.platform(io))) {
          detail("note", named.title() + " itself was not found here");
        }
      }
    }
  }

  /** Makes the change, and says of a failure that nothing was changed where that is so. */
  static Optional<Path> apply(ConfigChange change, FileLockManager locks, Path file)
      throws IOException, InterruptedException {
    try {
      return change.apply(locks.files(), Clock.systemUTC());
    } catch (FileChangedException e) {
      throw new CommandException(
          ExitCode.CHANGED,
          "%s was changed by somebody else meanwhile; nothing was changed".formatted(file),
          "do it again; if it happens again, quit the client first");
    } catch (FileCommitException e) {
      throw e; // says itself what became of the file
    } catch (FileSystemException e) {
      throw CommandException.failed(
          "cannot write %s: %s; nothing was changed".formatted(file, Failures.describe(e)), "");
    }
  }

  private void say(Client named, String what) {
    io.out().println(Text.line(named.title() + ": " + what));
  }

  private void detail(String name, String value) {
    io.out().println(Text.line("  %-8s%s".formatted(name + ":", value)));
  }
}
