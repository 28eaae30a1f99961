package dev.holdfast.server.cli;

import dev.holdfast.server.http.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much {@code serve} takes on. */
final class LimitsOption {

  /** A connection that is taken on can be one of a few that its address may have. */
  private static final int LEAST_CONNECTIONS = 16;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description =
          "Connections at once; further ones wait. One address has a sixteenth of them, this machine"
              + " half. Default: HOLDFAST_MAX_CONNECTIONS, otherwise 4096.")
  private @Nullable Integer connections;

  @Option(
      names = "--max-sessions",
      paramLabel = "N",
      description =
          "Sessions of MCP at once; for a further one that which is idle for longest ends. Default:"
              + " HOLDFAST_MAX_SESSIONS, otherwise 1000.")
  private @Nullable Integer sessions;

  Limits limits(Io io) {
    int most =
        value(io, connections, "max-connections", Limits.USUAL.connections(), LEAST_CONNECTIONS);
    return Limits.USUAL.with(
        most, most / 16, value(io, sessions, "max-sessions", Limits.USUAL.sessions(), 1));
  }

  private static int value(Io io, @Nullable Integer given, String name, int usual, int least) {
    int value =
        given != null
            ? given
            : io.variable(Setting.variableOf(name))
                .map(written -> number(name, written))
                .orElse(usual);
    if (value < least) {
      throw CommandException.usage("--%s must be %d or more".formatted(name, least));
    }
    return value;
  }

  private static int number(String name, String written) {
    try {
      return Integer.parseInt(written.strip());
    } catch (NumberFormatException e) {
      throw CommandException.usage(
          "%s: '%s' is no number".formatted(Setting.variableOf(name), written));
    }
  }
}
