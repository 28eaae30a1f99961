package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.RestoreReport;
import java.util.Optional;

/**
 * What restoring a backup did, or would do.
 *
 * @param name the backup that was restored
 * @param before the automatic backup of what was there; empty for a dry run
 * @param changes what was changed, or would be
 */
public record Restoration(String name, Optional<Backup> before, RestoreReport changes) {

  /** Checks that nothing is missing. */
  public Restoration {
    requireNonNull(name);
    requireNonNull(before);
    requireNonNull(changes);
  }
}
