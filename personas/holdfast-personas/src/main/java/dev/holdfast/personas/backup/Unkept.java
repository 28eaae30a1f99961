package dev.holdfast.personas.backup;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.archive.Printable;
import java.util.Set;

/** Guards files that a backup could not hold against the change that it was made for. */
final class Unkept {

  private Unkept() {}

  /**
   * Refuses the change if it would destroy one.
   *
   * @param before the backup
   * @param lost the files that the change would replace or delete
   * @throws PersonaException {@code INVALID_FILE}
   */
  static void refuse(Backup before, Set<String> lost) {
    for (LeftOut one : before.leftOut()) {
      if (lost.contains(one.name())) {
        throw new PersonaException(
            Code.INVALID_FILE,
            "%s would be replaced or deleted, and no backup can hold it: %s"
                .formatted(Printable.quoted(one.name()), one.reason()),
            "Nothing was changed. Rename it, or delete it by itself, then repeat.");
      }
    }
  }
}
