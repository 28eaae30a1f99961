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
        number(io, "--keep-last", last, "HOLDFAST_KEEP_LAST", otherwise.last()),
        number(io, "--keep-daily", daily, "HOLDFAST_KEEP_DAILY", otherwise.daily()),
        number(io, "--keep-weekly", weekly, "HOLDFAST_KEEP_WEEKLY", otherwise.weekly()));
  }

  private static int number(
      Io io, String option, @Nullable Integer given, String variable, int otherwise) {
    if (given != null) {
      return checked(option, given);
    }
    String written = io.variable(variable).orElse(String.valueOf(otherwise));
    try {
      return checked(variable, Integer.parseInt(written));
    } catch (NumberFormatException e) {
      throw CommandException.usage("%s is no number: '%s'".formatted(variable, written));
    }
  }

  private static int checked(String where, int number) {
    if (number < 0) {
      throw CommandException.usage("%s must not be negative: %d".formatted(where, number));
    }
    return number;
  }
}
