package dev.holdfast.personas.archive;

import static java.util.Objects.requireNonNull;

/**
 * Something that is wrong with an archive. Both parts are safe to show: what an archive says is
 * quoted without control characters, and cut.
 *
 * @param file the name in the archive, or that of the archive if all of it is concerned
 * @param problem what is wrong
 */
public record Damage(String file, String problem) {

  /** Checks that nothing is missing. */
  public Damage {
    requireNonNull(file);
    requireNonNull(problem);
  }
}
