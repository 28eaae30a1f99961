package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.BackupSchedule;
import java.time.Clock;
import java.util.Optional;

/** The backups that are made while a command serves; none where none are wanted. */
final class ScheduledBackups implements AutoCloseable {

  static final ScheduledBackups NONE = new ScheduledBackups(Optional.empty());

  private final Optional<BackupSchedule> schedule;

  private ScheduledBackups(Optional<BackupSchedule> schedule) {
    this.schedule = schedule;
  }

  static ScheduledBackups start(
      Io io, BackupEveryOption every, PersonaStore store, FileLockManager locks) {
    return new ScheduledBackups(every.start(io, BackupManager.of(store, locks, Clock.systemUTC())));
  }

  @Override
  public void close() {
    schedule.ifPresent(BackupSchedule::close);
  }
}
