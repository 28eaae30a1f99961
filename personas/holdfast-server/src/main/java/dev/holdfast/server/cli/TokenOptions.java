package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.http.TokenFile;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands on tokens have in common. */
final class TokenOptions {

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private FolderOption folder = new FolderOption();

  /** Is JSON wanted? */
  boolean json() {
    return json;
  }

  /** What a command does with the tokens. */
  @FunctionalInterface
  interface TokenAction {
    int run(TokenFile tokens) throws IOException, InterruptedException;
  }

  /** Runs an action on the tokens of the folder, and returns the exit code that it returns. */
  int withTokens(Io io, TokenAction action) throws IOException, InterruptedException {
    try (FileLockManager locks = folder.openLocks(io)) {
      return action.run(new TokenFile(folder.domain(io), locks, Clock.systemUTC()));
    } catch (IllegalStateException e) { // the file is not one of tokens
      throw CommandException.failed(String.valueOf(e.getMessage()), "");
    }
  }
}
