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
    source.read(new Given((_, _) -> {}));
    for (Found extra : extras()) {
      deleted.add(extra.file().fileName());
    }
    return report();
  }

  RestoreReport run() throws IOException, InterruptedException {
    try (LockHandle all = folder.locks().wholeFolder("restore");
        BulkChange change = BulkChange.begin(folder, recorder, Operation.RESTORE, List.of(all))) {
      source.read(new Given(change::put));
      for (Found extra : extras()) {
        change.delete(extra);
        deleted.add(extra.file().fileName());
      }
      change.commit();
    }
    return report();
  }

  private interface Change {
    void put(String fileName, byte[] content) throws IOException;
  }

  /** Takes what the source gives. */
  private final class Given implements ImportSource.Receiver {
    private final Change change;

    Given(Change change) {
      this.change = change;
    }

    @Override
    public void persona(String fileName, byte[] content) throws IOException {
      if (compare(fileName, content)) {
        change.put(fileName, content);
      }
    }

    /** Nobody knows what it should be: it stays. */
    @Override
    public void leftOut(String fileName, String reason) {
      boolean _ = seen.add(fileName);
    }
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

  /** What the source does not have. Directories and links are none of a backup's business. */
  private List<Found> extras() throws IOException {
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
    List<Found> extras = new ArrayList<>();
    for (Loaded one : folder.directory().scan().all()) {
      if (!seen.contains(one.fileName())) {
        folder.directory().read(one.path()).filter(Found::isKept).ifPresent(extras::add);
      }
    }
    return extras;
  }

  private RestoreReport report() {
    return new RestoreReport(created, replaced, deleted, unchanged);
  }
}
