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
    Limits usual = Limits.USUAL;
    int most =
        WholeNumber.of(io, "max-connections", connections, usual.connections(), LEAST_CONNECTIONS);
    return usual.with(
        most, most / 16, WholeNumber.of(io, "max-sessions", sessions, usual.sessions(), 1));
  }
}
