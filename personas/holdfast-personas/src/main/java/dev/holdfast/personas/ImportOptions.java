package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

/**
 * How to import.
 *
 * @param onConflict what to do with a persona that is there already
 * @param dryRun only tell what would be done
 */
public record ImportOptions(OnConflict onConflict, boolean dryRun) {

  /** What to do with a persona that is there already. */
  public enum OnConflict {
    /** Import nothing at all. */
    FAIL,
    /** Leave it as it is, import the others. */
    SKIP,
    /** Replace it; it can be undone. */
    OVERWRITE,
    /** Import the new one under another name. */
    RENAME
  }

  /** Options. */
  public ImportOptions {
    requireNonNull(onConflict);
  }
}
