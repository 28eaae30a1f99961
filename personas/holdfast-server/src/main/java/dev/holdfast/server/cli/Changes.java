package dev.holdfast.server.cli;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Change;
import java.util.List;

/**
 * The changes of a persona.
 *
 * @param all the latest first
 * @param newest what the latest one left
 */
record Changes(List<HistoryEntry> all, FileVersion newest) {

  static Changes of(PersonaStore store, String ref) {
    List<HistoryEntry> all = store.history(ref);
    if (all.isEmpty() || !movedAway(all.getFirst().change())) {
      return new Changes(all, all.isEmpty() ? FileVersion.ABSENT : all.getFirst().change().after());
    }
    return new Changes(all, FileVersion.parse(store.source(ref, null).revision()));
  }

  /** What the change at this place of the list left. */
  FileVersion after(int index) {
    Change change = all.get(index).change();
    if (!movedAway(change)) {
      return change.after();
    }
    return index == 0 ? newest : all.get(index - 1).change().before();
  }

  /** A persona that gets another file is recorded with the old one, which is gone after it. */
  private static boolean movedAway(Change change) {
    return !change.other().isEmpty() && change.after().equals(FileVersion.ABSENT);
  }
}
