package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

/**
 * What a rename did.
 *
 * @param persona the persona as it stands now
 * @param previousName its name before
 * @param previousFileName its file before; the same as now if the name leads to the same file
 */
public record RenameResult(Persona persona, String previousName, String previousFileName) {

  /** A result. */
  public RenameResult {
    requireNonNull(persona);
    requireNonNull(previousName);
    requireNonNull(previousFileName);
  }
}
