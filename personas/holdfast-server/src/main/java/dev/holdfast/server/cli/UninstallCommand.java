package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.install.Client;
import dev.holdfast.server.install.ConfigChange;
import dev.holdfast.server.install.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "uninstall",
    description = {
      "Takes the entry that 'holdfast install' wrote out of the configuration of an AI client.",
      "",
      "Everything else in the file stays as it is; a copy of the old one is made beside it. The"
          + " personas are not touched.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or there was no such entry",
      "1:failed; standard error says what happened and whether anything was changed",
      "2:called wrongly",
      "4:somebody else changed the file meanwhile; nothing was changed",
      "75:another install did not end in time; nothing was changed",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast uninstall claude-desktop --dry-run",
      "  holdfast uninstall vscode --scope project",
    })
final class UninstallCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "CLIENT",
      completionCandidates = ClientNames.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable String client;

  @Mixin private ClientArguments arguments = new ClientArguments();

  UninstallCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Client named = ClientArguments.client(client);
    String name = arguments.name();
    Path file = arguments.file(io, named);
    try (FileLockManager locks = arguments.openLocks(io)) {
      ConfigChange change = ConfigChange.uninstall(locks.files(), named, file, name);
      if (arguments.dryRun()) {
        io.out().print(Text.lines(change.diff()));
        return ExitCode.OK;
      }
      Optional<Path> backup = InstallCommand.apply(change, locks, file);
      boolean removed = change.kind() == ConfigChange.Kind.REMOVED;
      String what = removed ? "'%s' is removed from %s" : "there is no '%s' in %s";
      io.out().println(Text.line(named.title() + ": " + what.formatted(name, file)));
      backup.ifPresent(path -> io.out().println(Text.line("  backup: " + path)));
    } catch (ConfigException e) {
      throw ClientArguments.refused(file, e);
    }
    return ExitCode.OK;
  }
}
