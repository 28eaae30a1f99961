package dev.holdfast.server.cli;

import dev.holdfast.personas.backup.Backup;
import java.util.Optional;

/** What commands say of backups. */
final class BackupText {
  private BackupText() {}

  /** Says where what was there before is kept, if a backup was made. */
  static void printBefore(Io io, Optional<Backup> backup) {
    backup.ifPresent(
        before -> io.out().println(Text.line("what was there before: " + before.name())));
  }
}
