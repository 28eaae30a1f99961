package dev.holdfast.server.cli;

import dev.holdfast.server.http.Token;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = {
      "Shows the tokens, without their secrets, which nobody has but their owners.",
      ""
    },
    footerHeading = "%nJSON:%n",
    footer =
        "  A list of objects: name, scope, created (UTC), expires (UTC; only if it does), valid.")
final class TokenListCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private TokenOptions options = new TokenOptions();

  TokenListCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.withTokens(
        io,
        tokens -> {
          List<Token> found = tokens.list();
          if (options.json()) {
            JsonOutput.print(io, found.stream().map(TokenListCommand::json).toList());
          } else if (found.isEmpty()) {
            io.out().println("no tokens");
          } else {
            print(found);
          }
          return ExitCode.OK;
        });
  }

  private static Map<String, Object> json(Token token) {
    Map<String, Object> object =
        JsonOutput.object(
            "name", token.name(),
            "scope", WordOption.word(token.access()),
            "created", token.created().toString());
    token.expires().ifPresent(time -> object.put("expires", time.toString()));
    object.put("valid", token.isValidAt(Instant.now()));
    return object;
  }

  private void print(List<Token> tokens) {
    Table table = new Table("NAME", "SCOPE", "CREATED", "EXPIRES");
    for (Token token : tokens) {
      String end = token.expires().map(Instant::toString).orElse("never");
      table.row(
          token.name(),
          WordOption.word(token.access()),
          token.created(),
          token.isValidAt(Instant.now()) ? end : end + " (over)");
    }
    table.print(io.out());
  }
}
