package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

/**
 * What an undo did.
 *
 * @param entry the persona as it stands now; invalid if it was so then
 * @param previousFileName its file before; another one if a rename was undone
 */
public record UndoResult(PersonaEntry entry, String previousFileName) {

  /** A result. */
  public UndoResult {
    requireNonNull(entry);
    requireNonNull(previousFileName);
  }
}
