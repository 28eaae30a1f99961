package dev.holdfast.personas.backup;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Deletes old backups: one pruning at a time (the lock {@code backups}), and each archive under its
 * own lock. Whoever holds that is not waited for.
 */
final class Pruner {

  private final BackupDirectory directory;
  private final FileLockManager locks;
  private final Duration wait;

  /**
   * @param wait how long to queue for another pruning
   */
  Pruner(BackupDirectory directory, FileLockManager locks, Duration wait) {
    this.directory = directory;
    this.locks = locks;
    this.wait = wait;
  }

  /** What {@link #prune} would do. */
  PruneReport preview(BackupPolicy policy) throws IOException {
    List<Backup> all = directory.backups();
    Set<Backup> wanted = policy.kept(all);
    return new PruneReport(
        all.stream().filter(wanted::contains).toList(),
        all.stream().filter(backup -> !wanted.contains(backup)).toList(),
        List.of());
  }

  /**
   * Deletes what the policy does not keep.
   *
   * @param allowed may the backup of this name be deleted?
   */
  PruneReport prune(BackupPolicy policy, Predicate<String> allowed)
      throws IOException, InterruptedException {
    LockRequest alone =
        LockRequest.exclusive("backups").waitAtMost(wait).purpose("prune the backups");
    try (LockHandle _ = locks.acquire(alone)) {
      PruneReport plan = preview(policy);
      List<Backup> kept = new ArrayList<>(plan.kept());
      List<Backup> removed = new ArrayList<>();
      List<Backup> inUse = new ArrayList<>();
      for (Backup backup : plan.removed()) {
        if (!allowed.test(backup.name())) {
          kept.add(backup);
        } else {
          (delete(backup) ? removed : inUse).add(backup);
        }
      }
      return new PruneReport(kept, removed, inUse);
    }
  }

  private boolean delete(Backup backup) throws IOException {
    LockRequest request =
        LockRequest.exclusive(BackupWriter.lockOf(backup.name())).purpose("prune the backup");
    Optional<LockHandle> free = locks.tryAcquire(request);
    if (free.isEmpty()) {
      return false;
    }
    try (LockHandle handle = free.get()) {
      boolean _ = locks.files().delete(directory.path().resolve(backup.name()), handle);
      return true;
    }
  }
}
