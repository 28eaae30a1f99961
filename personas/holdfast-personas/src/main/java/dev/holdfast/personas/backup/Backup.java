package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.archive.Origin;
import java.time.Instant;
import java.util.List;

/**
 * A backup whose structure is in order and whose manifest is there. That its contents are, too,
 * says {@link BackupManager#verify}.
 *
 * @param name its file name
 * @param bytes the length of the archive
 * @param origin when, why and by whom it was made, as its manifest says
 * @param personas how many files it has
 * @param leftOut files that were there, too, and that no archive can hold
 */
public record Backup(String name, long bytes, Origin origin, int personas, List<LeftOut> leftOut)
    implements BackupEntry {

  /** Checks that nothing is missing, and copies the list. */
  public Backup {
    requireNonNull(name);
    requireNonNull(origin);
    leftOut = List.copyOf(leftOut);
  }

  /** When it was begun, by the clock of the machine that made it. */
  public Instant taken() {
    return origin.taken();
  }

  /** Why it was made. */
  public BackupKind kind() {
    return origin.kind();
  }
}
