package dev.holdfast.personas.backup;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.Manifest;
import dev.holdfast.personas.archive.Printable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files of a backup that people chose. */
final class Chosen {

  private Chosen() {}

  /**
   * Their file names.
   *
   * @param refs file names, or without {@code .md}
   */
  static Set<String> of(Set<String> refs, Manifest manifest) {
    if (refs.isEmpty()) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "no persona was chosen",
          "Nothing was changed. Name at least one, or none at all to restore everything.");
    }
    List<String> names = manifest.files().stream().map(Manifest.Item::name).toList();
    Set<String> chosen = new LinkedHashSet<>();
    for (String ref : refs) {
      String name =
          names.contains(ref)
              ? ref
              : names.stream()
                  .filter(one -> one.equalsIgnoreCase(ref + ".md") || one.equalsIgnoreCase(ref))
                  .findFirst()
                  .orElseThrow(() -> missing(ref));
      chosen.add(name);
    }
    return chosen;
  }

  private static PersonaException missing(String ref) {
    return new PersonaException(
        Code.NOT_FOUND,
        "the backup has no persona %s".formatted(Printable.quoted(ref)),
        "Nothing was changed. Use file names or slugs; a dry run of the whole backup shows them.");
  }
}
