package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.RestoreReport;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.Manifest;
import dev.holdfast.personas.archive.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backups of a store, ZIP files in one directory that belongs to this store alone.
 *
 * <p>A backup shows every persona, valid or not, as of one instant, while writers go on. It stands
 * under its name whole or not at all, and survives a power cut once the method returns; what a dead
 * process left of one is removed by the next. Archives are never changed.
 *
 * <p>Any number of threads and processes may use one directory at once, if they use one lock
 * domain. The locks: {@code backup:<name>} exclusively to write or delete an archive, shared to
 * read it, so that none is pruned while it is being written, verified or restored; {@code backups}
 * exclusively to prune. Who prunes waits for nobody who reads: what is in use stays.
 *
 * <p>A name is one that {@link #list} gives. Names are untrusted: what could lead out of the
 * directory is refused. All methods throw {@link PersonaException}; beside the codes that they
 * name, all may fail with {@code BUSY}, {@code IO_FAILURE}, {@code INTERRUPTED} and {@code CLOSED},
 * and have changed nothing then, unless they say otherwise. All may be called from any thread.
 */
public final class BackupManager {

  /** The subfolder of a folder of personas that has its backups, unless told otherwise. */
  public static final String DEFAULT_DIRECTORY = ".holdfast-backups";

  private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

  private final PersonaStore store;
  private final BackupDirectory directory;
  private final FileLockManager locks;
  private final Clock clock;
  private final BackupWriter writer;
  private final Pruner pruner;
  private final Failures failures;

  private BackupManager(PersonaStore store, Path directory, FileLockManager locks, Clock clock) {
    this.store = requireNonNull(store);
    this.directory = new BackupDirectory(directory);
    this.locks = requireNonNull(locks);
    this.clock = requireNonNull(clock);
    this.writer = new BackupWriter(store, this.directory, locks, clock);
    this.pruner = new Pruner(this.directory, locks, LOCK_WAIT);
    this.failures = new Failures(directory);
  }

  /**
   * The backups in a directory. Touches nothing: the first backup makes the directory.
   *
   * @param store what is backed up and restored; who it {@link PersonaStore#as acts for} is noted
   *     in the backups. Stays the caller's to close
   * @param locks the lock domain of the store; stays the caller's to close
   * @param clock for the names and dates of backups
   */
  public static BackupManager of(
      PersonaStore store, Path directory, FileLockManager locks, Clock clock) {
    return new BackupManager(store, directory, locks, clock);
  }

  /**
   * {@link #of(PersonaStore, Path, FileLockManager, Clock)} of a store whose {@linkplain
   * PersonaStore#location place} is a folder, in {@value #DEFAULT_DIRECTORY} there.
   */
  public static BackupManager of(PersonaStore store, FileLockManager locks, Clock clock) {
    return of(store, Path.of(store.location()).resolve(DEFAULT_DIRECTORY), locks, clock);
  }

  /** Where the backups are. */
  public Path directory() {
    return directory.path();
  }

  /**
   * Makes a backup.
   *
   * @return the backup, which stands, and tells of the files that no archive can hold
   * @throws PersonaException {@code INVALID_VALUE} if there are more personas than an archive holds
   */
  public Backup create(BackupKind kind, BackupProgress progress) {
    return failures.guard("making a backup", () -> writer.write(kind, progress));
  }

  /**
   * Everything in the directory: the backups, the newest first, and after them, by name, what is
   * damaged or does not belong there. Reads the manifests, not the contents.
   */
  public List<BackupEntry> list() {
    return failures.guard("listing the backups", directory::entries);
  }

  /** The newest backup of a kind, whoever made it; one that is dated after now does not count. */
  Optional<Backup> newest(BackupKind kind) {
    return failures.guard(
        "looking for the newest backup", () -> directory.newest(kind, clock.instant()));
  }

  /**
   * Reads a backup whole and compares everything with its manifest.
   *
   * @throws PersonaException {@code INVALID_VALUE} if this can be no name; {@code NOT_FOUND}
   */
  public Verification verify(String name, BackupProgress progress) {
    return failures.guard(
        "verifying " + Printable.quoted(name),
        () -> {
          try (OpenBackup backup = open(name, "verify the backup")) {
            return backup.verify(progress);
          }
        });
  }

  /**
   * Makes the personas what they are in a backup, byte for byte, in one transaction; see {@link
   * PersonaStore#restore}. The backup is verified whole before. What is there is backed up before,
   * while nobody can change anything any more: no change is lost between that backup and the
   * restored state. If restoring then fails, that backup remains. What the restored backup had to
   * leave out stays as it is.
   *
   * @param only these, by file name or slug; the others stay. Empty for all: then those that the
   *     backup does not have are deleted
   * @param dryRun only tell what would be done; makes no backup
   * @throws PersonaException {@code INVALID_VALUE} if this can be no name, or {@code only} has no
   *     entry; {@code NOT_FOUND} if there is no such backup, or it lacks one of {@code only};
   *     {@code INVALID_FILE}, with the damage, if it is not whole, or if it would replace or delete
   *     a file that the backup of what is there cannot hold
   */
  public Restoration restore(
      String name, Optional<Set<String>> only, boolean dryRun, BackupProgress progress) {
    return restore(name, only, dryRun, progress, () -> {});
  }

  /**
   * {@link #restore(String, Optional, boolean, BackupProgress)} of what somebody has decided on
   * before.
   *
   * @param check runs when nobody can change anything any more and nothing is changed yet; what it
   *     throws ends the restore. A dry run does not run it
   */
  public Restoration restore(
      String name,
      Optional<Set<String>> only,
      boolean dryRun,
      BackupProgress progress,
      Runnable check) {
    return failures.guard(
        "restoring " + Printable.quoted(name),
        () -> {
          try (OpenBackup backup = open(name, "restore the backup")) {
            Manifest manifest = backup.requireWhole(progress);
            Optional<Set<String>> chosen = only.map(refs -> Chosen.of(refs, manifest));
            if (dryRun) {
              return new Restoration(
                  name,
                  Optional.empty(),
                  store.restore(backup.source(progress), chosen, true),
                  manifest.leftOut());
            }
            return restore(backup, manifest, chosen, progress, check);
          }
        });
  }

  /** The store reads the source when nobody else can change anything any more. */
  private Restoration restore(
      OpenBackup backup,
      Manifest manifest,
      Optional<Set<String>> chosen,
      BackupProgress progress,
      Runnable check)
      throws IOException {
    Backup[] before = new Backup[1];
    RestoreReport changes =
        store.restore(
            receiver -> {
              if (before[0] == null) {
                check.run();
                before[0] = writer.write(BackupKind.BEFORE_RESTORE, progress);
                requireKept(before[0], backup, chosen);
              }
              backup.source(progress).read(receiver);
            },
            chosen,
            false);
    return new Restoration(
        backup.name(), Optional.ofNullable(before[0]), changes, manifest.leftOut());
  }

  private void requireKept(Backup before, OpenBackup backup, Optional<Set<String>> chosen)
      throws IOException {
    if (!before.leftOut().isEmpty()) {
      RestoreReport plan = store.restore(backup.source(BackupProgress.NONE), chosen, true);
      Set<String> lost = new HashSet<>(plan.replaced());
      lost.addAll(plan.deleted());
      Unkept.refuse(before, lost);
    }
  }

  /**
   * Deletes the backups that a policy does not keep; not the newest, whatever the policy says, none
   * that is in use, and nothing that {@link #list} does not show as a backup. If it fails in the
   * middle, some are deleted.
   *
   * @param dryRun only tell what would be done
   */
  public PruneReport prune(BackupPolicy policy, boolean dryRun) {
    return failures.guard(
        "pruning the backups",
        () -> dryRun ? pruner.preview(policy) : pruner.prune(policy, _ -> true));
  }

  /**
   * {@link #prune(BackupPolicy, boolean)}, of certain backups only.
   *
   * @param only the names of those that may be deleted; the others stay whatever the policy says
   */
  public PruneReport prune(BackupPolicy policy, Set<String> only) {
    return failures.guard("pruning the backups", () -> pruner.prune(policy, only::contains));
  }

  /** Runs a section if nobody else does, in any process; tells nothing if somebody does. */
  <T> Optional<T> ifFirst(String purpose, Failures.Operation<Optional<T>> section) {
    return failures.guard(
        purpose,
        () -> {
          LockRequest request = LockRequest.exclusive("backup-schedule").purpose(purpose);
          Optional<LockHandle> alone = locks.tryAcquire(request);
          if (alone.isEmpty()) {
            return Optional.empty();
          }
          try (LockHandle _ = alone.get()) {
            return section.run();
          }
        });
  }

  Instant now() {
    return clock.instant();
  }

  private OpenBackup open(String name, String purpose) throws IOException, InterruptedException {
    return OpenBackup.open(directory, name, locks, LOCK_WAIT, purpose);
  }
}
