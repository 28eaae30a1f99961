package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.TokenFile;
import dev.holdfast.server.http.TokenGate;
import dev.holdfast.server.http.WebOptions;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who may call {@code serve}, and how often. */
final class RequireTokenOption {

  private static final String VARIABLE = "HOLDFAST_REQUIRE_TOKEN";
  private static final int USUAL_RATE = 500;

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
              + " HOLDFAST_REQUESTS_PER_SECOND, otherwise "
              + USUAL_RATE
              + ".")
  private @Nullable Integer perSecond;

  /**
   * The gate of a server.
   *
   * @throws CommandException if nobody could pass it
   */
  Gate gate(Io io, FolderOption folder, WebOptions options, FileLockManager locks) {
    boolean others = !options.listen().getAddress().isLoopbackAddress();
    boolean needed = others || required || YesOrNo.of(io, VARIABLE, false);
    TokenFile file = new TokenFile(folder.domain(io), locks, Clock.systemUTC());
    TokenGate gate =
        new TokenGate(
            file,
            Clock.systemUTC(),
            needed,
            WholeNumber.of(io, "requests-per-second", perSecond, USUAL_RATE, 1));
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
}
