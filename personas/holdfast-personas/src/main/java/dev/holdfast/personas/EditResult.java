package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What an edit did.
 *
 * @param persona the persona as it stands now. If the file had several errors and the edit mended
 *     only some of them, the findings name those that are left
 * @param previousVersion the version before; {@code 1.0} if there was none
 * @param changedFields the fields that the edit set, in its order, by their names in the file;
 *     without the version, unless the edit set it
 */
public record EditResult(Persona persona, String previousVersion, List<String> changedFields) {

  /** Copies the list. */
  public EditResult {
    requireNonNull(persona);
    requireNonNull(previousVersion);
    changedFields = List.copyOf(changedFields);
  }
}
