package dev.holdfast.server.cli;

import dev.holdfast.server.http.Access;
import dev.holdfast.server.http.TokenFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "Makes a token and prints it, this once: only its hash is kept.",
      "",
      "Give each person or program one of its own. Its name stands in the history of what is done"
          + " with it.",
      "",
    },
    footerHeading = "%nJSON:%n",
    footer = "  name, scope, expires (UTC; only if it does) and token.")
final class TokenCreateCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "Whom it is for: letters, digits and . _ @ -")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String name;

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "SCOPE",
      converter = Scope.class,
      completionCandidates = Scope.class,
      description =
          "What it allows: read; write, which changes personas; admin, which also restores and"
              + " prunes backups.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Access scope;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = WaitOption.class,
      description = "After which time it ends by itself, for example 90d. Default: never.")
  private @Nullable Duration expires;

  @Mixin private TokenOptions options = new TokenOptions();

  TokenCreateCommand(Io io) {
    this.io = io;
  }

  /** The scopes. */
  static final class Scope extends WordOption<Access> {
    Scope() {
      super(Access.class);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!TokenFile.isName(name)) {
      throw CommandException.usage(
          "'%s' is no name for a token: use letters, digits and . _ @ -, 64 at most"
              .formatted(name));
    }
    Optional<Instant> end =
        Optional.ofNullable(expires)
            .map(time -> Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS));
    return options.withTokens(
        io,
        tokens -> {
          String secret =
              tokens
                  .create(name, scope, end)
                  .orElseThrow(
                      () ->
                          CommandException.failed(
                              "there is a token '%s' already; nothing was changed".formatted(name),
                              "choose another name, or end that one: holdfast token revoke "
                                  + name));
          print(secret, end);
          return ExitCode.OK;
        });
  }

  private void print(String secret, Optional<Instant> end) {
    if (options.json()) {
      var object = JsonOutput.object("name", name, "scope", WordOption.word(scope));
      end.ifPresent(time -> object.put("expires", time.toString()));
      object.put("token", secret);
      JsonOutput.print(io, object);
    } else {
      io.out().println(secret);
      io.err().println("Keep it: it is not shown again. Send it as Authorization: Bearer TOKEN");
    }
  }
}
