package dev.holdfast.server.cli;

import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.BackupSchedule;
import dev.holdfast.personas.backup.PruneReport;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --backup-every}, the same for every command that serves personas. */
final class BackupEveryOption {

  private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);
  private static final String VARIABLE = "HOLDFAST_BACKUP_EVERY";
  private static final Duration LEAST = Duration.ofMinutes(1);

  @Option(
      names = "--backup-every",
      paramLabel = "TIME",
      converter = WaitOption.class,
      description =
          "Make a backup when the newest of this kind, of whatever process, is older, for example"
              + " 1d or 12h; then prune. Default: HOLDFAST_BACKUP_EVERY, otherwise none is made.")
  private @Nullable Duration every;

  @Mixin private PolicyOptions policy = new PolicyOptions();

  /**
   * Starts the schedule, if one is wanted.
   *
   * @throws CommandException if what is wanted cannot be
   */
  Optional<BackupSchedule> start(Io io, BackupManager backups) {
    return time(io)
        .map(time -> BackupSchedule.start(backups, time, policy.policy(io), new ToLog()));
  }

  private Optional<Duration> time(Io io) {
    Duration given = every;
    Optional<Duration> time =
        given != null ? Optional.of(given) : io.variable(VARIABLE).map(BackupEveryOption::read);
    if (time.isPresent() && time.get().compareTo(LEAST) < 0) {
      throw CommandException.usage(
          "a backup every %s is too often: give 1m or more".formatted(time.get()));
    }
    return time;
  }

  private static Duration read(String written) {
    try {
      return new WaitOption().convert(written);
    } catch (TypeConversionException e) {
      throw CommandException.usage(VARIABLE + ": " + e.getMessage());
    }
  }

  /** Tells on standard error, where logs go. */
  private static final class ToLog implements BackupSchedule.Listener {

    @Override
    public void made(Backup backup, PruneReport pruned) {
      LOG.info("Backup {} made, {} pruned.", backup.name(), pruned.removed().size());
      for (LeftOut one : backup.leftOut()) {
        LOG.warn("Left out of {}: {}", backup.name(), one.shown());
      }
    }

    @Override
    public void failed(RuntimeException failure) {
      LOG.error("No scheduled backup: {}", failure.getMessage());
    }
  }
}
