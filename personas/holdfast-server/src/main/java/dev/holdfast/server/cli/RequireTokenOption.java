package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.TokenFile;
import dev.holdfast.server.http.TokenGate;
import dev.holdfast.server.http.WebOptions;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who may call {@code serve}, and how often. */
final class RequireTokenOption {

  private static final String VARIABLE = "HOLDFAST_REQUIRE_TOKEN";
  private static final String RATE = "HOLDFAST_REQUESTS_PER_SECOND";

  @Option(
      names = "--require-token",
      description =
          "Let nobody in without a token, on loopback, too; elsewhere that is always so. Default:"
              + " HOLDFAST_REQUIRE_TOKEN, otherwise whoever reaches loopback may do everything.")
  private boolean required;

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description =
          "Of each token at most; twice as many for a moment. Default:"
              + " HOLDFAST_REQUESTS_PER_SECOND, otherwise 500.")
  private int perSecond;

  /**
   * The gate of a server.
   *
   * @throws CommandException if nobody could pass it
   */
  Gate gate(Io io, FolderOption folder, WebOptions options, FileLockManager locks) {
    boolean others = !options.listen().getAddress().isLoopbackAddress();
    boolean needed = others || required(io);
    TokenFile file = new TokenFile(folder.domain(io), locks, Clock.systemUTC());
    TokenGate gate = new TokenGate(file, Clock.systemUTC(), needed, perSecond(io));
    if (needed && !hasTokens(gate)) {
      throw CommandException.failed(
          others
              ? options.listen().getHostString()
                  + " is reached by others, and there is no token to keep them out"
              : "a token is required, and there is none",
          "make one: holdfast token create NAME --scope write" + folder.asOption());
    }
    return gate;
  }

  private static boolean hasTokens(TokenGate gate) {
    try {
      return gate.hasTokens();
    } catch (IOException e) {
      throw CommandException.failed("cannot read the tokens: " + Failures.describe(e), "");
    }
  }

  private boolean required(Io io) {
    String word = io.variable(VARIABLE).orElse("false").strip().toLowerCase(Locale.ROOT);
    return required || Set.of("1", "true", "yes", "on").contains(word);
  }

  private int perSecond(Io io) {
    int given = perSecond != 0 ? perSecond : io.variable(RATE).map(this::number).orElse(500);
    if (given < 1) {
      throw CommandException.usage("requests a second must be 1 or more");
    }
    return given;
  }

  private int number(String written) {
    try {
      return Integer.parseInt(written.strip());
    } catch (NumberFormatException e) {
      throw CommandException.usage(RATE + ": '" + written + "' is no number");
    }
  }
}
