package dev.holdfast.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = {
      "Ends a token at once: running servers refuse it, and its sessions end.",
      "",
    },
    footerHeading = "%nJSON:%n",
    footer = "  revoked: the name.")
final class TokenRevokeCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "The name that it was created with.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String name;

  @Mixin private TokenOptions options = new TokenOptions();

  TokenRevokeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.withTokens(
        io,
        tokens -> {
          if (!tokens.revoke(name)) {
            throw CommandException.failed(
                "there is no token '%s'".formatted(name), "see: holdfast token list");
          }
          if (options.json()) {
            JsonOutput.print(io, JsonOutput.object("revoked", name));
          } else {
            io.out().println("revoked " + name);
          }
          return ExitCode.OK;
        });
  }
}
