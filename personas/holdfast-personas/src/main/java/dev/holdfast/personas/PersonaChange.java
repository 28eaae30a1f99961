package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has become of one persona between two looks at a store.
 *
 * @param fileName the name of its file
 * @param before as it was shown before; empty if it is new
 * @param now as it is shown now; empty if it is gone
 */
public record PersonaChange(
    String fileName, Optional<PersonaEntry> before, Optional<PersonaEntry> now) {

  /** A change. */
  public PersonaChange {
    requireNonNull(fileName);
    requireNonNull(before);
    requireNonNull(now);
  }

  /** Does its file have other bytes? If not, only what is said of it has changed. */
  public boolean isOfContent() {
    String was = before.map(PersonaEntry::revision).orElse("");
    String is = now.map(PersonaEntry::revision).orElse("");
    return was.isEmpty() || !was.equals(is); // nobody knows of a file that cannot be read
  }

  /** The differences between two lists of a store, by file name. */
  static List<PersonaChange> between(List<PersonaEntry> earlier, List<PersonaEntry> later) {
    Map<String, PersonaEntry> gone = new LinkedHashMap<>();
    earlier.forEach(entry -> gone.put(entry.fileName(), entry));
    List<PersonaChange> changes = new ArrayList<>();
    for (PersonaEntry now : later) {
      PersonaEntry before = gone.remove(now.fileName());
      if (!now.equals(before)) {
        changes.add(
            new PersonaChange(now.fileName(), Optional.ofNullable(before), Optional.of(now)));
      }
    }
    gone.forEach(
        (fileName, before) ->
            changes.add(new PersonaChange(fileName, Optional.of(before), Optional.empty())));
    changes.sort(Comparator.comparing(PersonaChange::fileName));
    return List.copyOf(changes);
  }
}
