package dev.holdfast.personas;

import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes personas of a folder what they are in a source, while nobody else changes anything. */
final class FolderRestorer {

  private final Folder folder;
  private final Recorder recorder;
  private final ImportSource source;
  private final Optional<Set<String>> only;

  private final List<String> created = new ArrayList<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private int unchanged;

  FolderRestorer(
      Folder folder, Recorder recorder, ImportSource source, Optional<Set<String>> only) {
    this.folder = folder;
    this.recorder = recorder;
    this.source = source;
    this.only = only;
  }

  /** What it would do. */
  RestoreReport preview() throws IOException {
    source.read(
        (fileName, content) -> {
          boolean _ = compare(fileName, content);
        });
    for (Loaded extra : extras()) {
      deleted.add(extra.fileName());
    }
    return report();
  }

  RestoreReport run() throws IOException, InterruptedException {
    try (LockHandle all = folder.locks().wholeFolder("restore");
        BulkChange change = BulkChange.begin(folder, recorder, Operation.RESTORE, List.of(all))) {
      source.read(
          (fileName, content) -> {
            if (compare(fileName, content)) {
              change.put(fileName, content);
            }
          });
      for (Loaded extra : extras()) {
        Optional<Found> found = folder.directory().read(extra.path());
        // Directories and links are none of a backup's business.
        if (found.isPresent() && found.get().isKept()) {
          change.delete(found.get());
          deleted.add(extra.fileName());
        }
      }
      change.commit();
    }
    return report();
  }

  /** Notes what is to be done with a file; tells if it is to be written. */
  private boolean compare(String fileName, byte[] content) throws IOException {
    if (!PersonaDirectory.isPlain(fileName) || !seen.add(fileName)) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "%s cannot be restored: it is no name of a persona file, or is there twice"
              .formatted(Show.quoted(fileName)),
          "Nothing was changed. Use another backup.");
    }
    if (only.isPresent() && !only.get().contains(fileName)) {
      return false;
    }
    Optional<Found> now = folder.directory().read(folder.directory().path().resolve(fileName));
    if (now.isEmpty()) {
      created.add(fileName);
    } else if (now.get().version().equals(FileVersion.of(content))) {
      unchanged++;
      return false;
    } else {
      replaced.add(fileName);
    }
    return true;
  }

  private List<Loaded> extras() throws IOException {
    if (only.isPresent()) {
      for (String wanted : only.get()) {
        if (!seen.contains(wanted)) {
          throw new PersonaException(
              Code.NOT_FOUND,
              "%s is not among what is to be restored".formatted(Show.quoted(wanted)),
              "Nothing was changed. Use the file names that the backup has.");
        }
      }
      return List.of();
    }
    return folder.directory().scan().all().stream()
        .filter(one -> !seen.contains(one.fileName()))
        .toList();
  }

  private RestoreReport report() {
    return new RestoreReport(created, replaced, deleted, unchanged);
  }
}
