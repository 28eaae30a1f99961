package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.install.Client;
import dev.holdfast.server.install.ConfigException;
import dev.holdfast.server.install.Platform;
import dev.holdfast.server.install.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code install} and {@code uninstall} have in common: which entry of which file. */
final class ClientArguments {

  /** What every client takes for a name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "holdfast",
      description = "What the client calls the server. Default: ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      converter = Scopes.class,
      completionCandidates = Scopes.class,
      description =
          "One of ${COMPLETION-CANDIDATES}: the configuration of the user, or that of the project"
              + " in the present directory, for clients that have one. Default: user.")
  private Scope scope = Scope.USER;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Another configuration file of this client.")
  private @Nullable String file;

  @Option(
      names = "--dry-run",
      description = "Show the difference that it would make, and change nothing.")
  private boolean dryRun;

  static final class Scopes extends WordOption<Scope> {
    Scopes() {
      super(Scope.class);
    }
  }

  /** The name of the entry. */
  String name() {
    if (!NAME.matcher(name).matches()) {
      throw CommandException.usage(
          "--name must be 1 to 64 letters, digits, '-' or '_', not '" + name + "'");
    }
    return name;
  }

  /** Is nothing to be changed? */
  boolean dryRun() {
    return dryRun;
  }

  /** The configuration file. */
  Path file(Io io, Client client) {
    if (file != null) {
      return io.path(file).toAbsolutePath();
    }
    return client
        .file(scope, platform(io))
        .map(Path::toAbsolutePath)
        .orElseThrow(
            () ->
                CommandException.usage(
                    client.title() + " has no configuration of a project; leave out --scope"));
  }

  /** The client that somebody named. */
  static Client client(@Nullable String id) {
    String known = String.join(", ", Client.all().stream().map(Client::id).toList());
    if (id == null) {
      throw CommandException.usage("which client? One of " + known);
    }
    return Client.named(id)
        .orElseThrow(
            () -> CommandException.usage("unknown client '%s': one of %s".formatted(id, known)));
  }

  /** The locks under which configurations are changed, the same for every folder of personas. */
  FileLockManager openLocks(Io io) throws IOException {
    return dryRun
        ? FileLockManager.inProcess()
        : FileLockManager.open(io.home().resolve(".holdfast/install").toAbsolutePath());
  }

  static Platform platform(Io io) {
    return Platform.current(io.home().toAbsolutePath(), io.environment());
  }

  /** The failure, with the file that it is about. */
  static CommandException refused(Path file, ConfigException failure) {
    return CommandException.failed(
        "%s: %s; nothing was changed".formatted(file, failure.getMessage()), failure.hint());
  }
}
