package dev.holdfast.personas;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.history.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Deletes several personas in one commit, while nobody else changes anything. */
final class ManyDeleted {

  private final Folder folder;
  private final Recorder recorder;
  private final Collection<String> refs;

  ManyDeleted(Folder folder, Recorder recorder, Collection<String> refs) {
    this.folder = folder;
    this.recorder = recorder;
    this.refs = List.copyOf(refs);
  }

  List<PersonaEntry> run() throws IOException, InterruptedException {
    List<PersonaEntry> deleted = new ArrayList<>();
    try (LockHandle all = folder.locks().wholeFolder("delete");
        BulkChange change = BulkChange.begin(folder, recorder, Operation.DELETE, List.of(all))) {
      SortedSet<Path> paths = new TreeSet<>();
      for (String ref : refs) {
        paths.add(folder.lookup().require(ref, Lookup.Depth.QUICK));
      }
      for (Path path : paths) {
        Optional<Found> found = folder.directory().read(path);
        if (found.isPresent()) {
          change.delete(found.get());
          deleted.add(found.get().file().entry());
        }
      }
      change.commit();
    }
    deleted.sort(Comparator.comparing(PersonaEntry::fileName));
    return deleted;
  }
}
