package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.RestoreReport;
import dev.holdfast.personas.archive.LeftOut;
import java.util.List;
import java.util.Optional;

/**
 * What restoring a backup did, or would do.
 *
 * @param name the backup that was restored
 * @param before the automatic backup of what was there; empty for a dry run
 * @param changes what was changed, or would be
 * @param leftOut what the backup does not hold although it was there, and stays as it is
 */
public record Restoration(
    String name, Optional<Backup> before, RestoreReport changes, List<LeftOut> leftOut) {

  /** Checks that nothing is missing, and copies the list. */
  public Restoration {
    requireNonNull(name);
    requireNonNull(before);
    requireNonNull(changes);
    leftOut = List.copyOf(leftOut);
  }
}
