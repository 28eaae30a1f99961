package dev.holdfast.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --if-version}, the same for every command that changes one persona. */
final class ExpectedVersion {

  @Option(
      names = "--if-version",
      paramLabel = "V",
      description =
          "Only if the persona is still what it was: its revision, of which six digits as"
              + " 'history' prints them are enough, or its version. Otherwise nothing is changed, and the exit code is 4.")
  private @Nullable String version;

  /** What is expected; null if anything may stand there. */
  @Nullable String orNull() {
    return version;
  }
}
