package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.history.Change;

/**
 * A persona that is gone, and can be brought back by {@link PersonaStore#undo}.
 *
 * @param fileName what its file was called; this is how it is named to bring it back
 * @param name of the persona
 * @param change that removed it
 */
public record DeletedPersona(String fileName, String name, Change change) {

  /** A persona that is gone. */
  public DeletedPersona {
    requireNonNull(fileName);
    requireNonNull(name);
    requireNonNull(change);
  }
}
