package dev.holdfast.server.cli;

import dev.holdfast.personas.backup.BackupPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which backups are kept, the same for every command. */
final class PolicyOptions {

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description =
          "Keep so many of the newest backups. Default: HOLDFAST_KEEP_LAST, otherwise 10.")
  private @Nullable Integer last;

  @Option(
      names = "--keep-daily",
      paramLabel = "N",
      description =
          "Keep the newest of each of so many days. Default: HOLDFAST_KEEP_DAILY, otherwise 7.")
  private @Nullable Integer daily;

  @Option(
      names = "--keep-weekly",
      paramLabel = "N",
      description =
          "Keep the newest of each of so many weeks. Default: HOLDFAST_KEEP_WEEKLY, otherwise 4.")
  private @Nullable Integer weekly;

  /**
   * The policy.
   *
   * @throws CommandException if a number is none, or negative
   */
  BackupPolicy policy(Io io) {
    BackupPolicy otherwise = BackupPolicy.DEFAULT;
    return new BackupPolicy(
        WholeNumber.of(io, "keep-last", last, otherwise.last(), 0),
        WholeNumber.of(io, "keep-daily", daily, otherwise.daily(), 0),
        WholeNumber.of(io, "keep-weekly", weekly, otherwise.weekly(), 0));
  }
}
