package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.BackupKind;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes of many personas, with a backup of everything first. What others change between the
 * backup and the change is in the history only, like everything that a change replaces.
 */
public final class SafeChanges {

  /** From so many on, a deletion is one of many. */
  private static final int MANY = 2;

  private final PersonaStore store;
  private final BackupManager backups;

  /**
   * The safe forms of a store's changes.
   *
   * @param backups those of the same store
   */
  public SafeChanges(PersonaStore store, BackupManager backups) {
    this.store = requireNonNull(store);
    this.backups = requireNonNull(backups);
  }

  /**
   * What was done.
   *
   * @param before the backup that was made first; empty if none was needed
   * @param result what the store says
   */
  public record Done<T>(Optional<Backup> before, T result) {

    /** Checks that nothing is missing. */
    public Done {
      requireNonNull(before);
      requireNonNull(result);
    }
  }

  /**
   * {@link PersonaStore#importAll}. If it is to overwrite personas, and would at this moment, a
   * backup is made first. The source is read once more for that.
   *
   * @throws PersonaException as the store; or if the backup fails, or cannot hold what would be
   *     overwritten: then nothing is imported
   * @throws IOException if the source cannot be read
   */
  public Done<ImportReport> importAll(
      ImportSource source, ImportOptions options, BackupProgress progress) throws IOException {
    Optional<Backup> before = Optional.empty();
    if (options.onConflict() == OnConflict.OVERWRITE && !options.dryRun()) {
      ImportReport preview = store.importAll(source, new ImportOptions(OnConflict.OVERWRITE, true));
      // One that is invalid makes the import fail.
      if (preview.count(Outcome.OVERWRITTEN) > 0 && preview.count(Outcome.INVALID) == 0) {
        Backup backup = backups.create(BackupKind.BEFORE_IMPORT, progress);
        Unkept.refuse(backup, overwritten(preview));
        before = Optional.of(backup);
      }
    }
    return new Done<>(before, store.importAll(source, options));
  }

  private static Set<String> overwritten(ImportReport preview) {
    return preview.items().stream()
        .filter(item -> item.outcome() == Outcome.OVERWRITTEN)
        .map(ImportReport.Item::fileName)
        .collect(Collectors.toSet());
  }

  /**
   * {@link PersonaStore#deleteAll}. Before two or more are deleted, a backup is made.
   *
   * @throws PersonaException as the store; or if the backup fails, or cannot hold what would be
   *     deleted: then nothing is deleted
   */
  public Done<List<PersonaEntry>> deleteAll(Collection<String> refs, BackupProgress progress) {
    Set<String> fileNames = refs.stream().map(this::fileNameOf).collect(Collectors.toSet());
    Optional<Backup> before = Optional.empty();
    if (fileNames.size() >= MANY) {
      Backup backup = backups.create(BackupKind.BEFORE_DELETE, progress);
      Unkept.refuse(backup, fileNames);
      before = Optional.of(backup);
    }
    return new Done<>(before, store.deleteAll(refs));
  }

  private String fileNameOf(String ref) {
    try {
      return store.get(ref).fileName();
    } catch (PersonaException e) {
      if (e.code() == PersonaException.Code.INVALID_FILE) {
        return store.validate(ref).fileName();
      }
      throw e;
    }
  }
}
