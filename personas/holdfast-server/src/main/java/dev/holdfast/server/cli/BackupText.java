package dev.holdfast.server.cli;

import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.backup.Backup;
import java.util.List;
import java.util.Optional;

/** What commands say of backups. */
final class BackupText {
  private BackupText() {}

  /** Says where what was there before is kept, if a backup was made. */
  static void printBefore(Io io, Optional<Backup> backup) {
    backup.ifPresent(
        before -> {
          io.out().println(Text.line("what was there before: " + before.name()));
          print(io, "left out of it: ", before.leftOut());
        });
  }

  /** Names files that a backup does not hold, one a line. */
  static void print(Io io, String words, List<LeftOut> leftOut) {
    leftOut.forEach(one -> io.out().println(Text.line(words + one.shown())));
  }
}
