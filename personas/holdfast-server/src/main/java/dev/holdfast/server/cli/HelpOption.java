package dev.holdfast.server.cli;

import picocli.CommandLine.Option;

/** {@code --help}, the same for every command. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;
}
