package dev.holdfast.personas.backup;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.ArchiveWriter;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.Manifest;
import dev.holdfast.personas.archive.Origin;
import dev.holdfast.personas.backup.BackupProgress.Step;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes backups. A name is reserved by the lock {@code backup:<name>}, which is held until the
 * archive stands under it: so two that begin in the same second, in whatever processes, take
 * different names before they do any work.
 */
final class BackupWriter {

  private final PersonaStore store;
  private final BackupDirectory directory;
  private final FileLockManager locks;
  private final Clock clock;

  BackupWriter(PersonaStore store, BackupDirectory directory, FileLockManager locks, Clock clock) {
    this.store = store;
    this.directory = directory;
    this.locks = locks;
    this.clock = clock;
  }

  /** The lock of one archive: exclusive to write or delete it, shared to read it. */
  static String lockOf(String name) {
    return "backup:" + name;
  }

  Backup write(BackupKind kind, BackupProgress progress) throws IOException {
    AtomicFiles files = locks.files();
    files.createDirectories(directory.path());
    int _ = files.sweep(directory.path());
    Origin origin = new Origin(clock.instant(), kind, store.actor().user(), store.actor().client());
    for (int number = 1; number <= BackupName.MAX_NUMBER; number++) {
      String name = new BackupName(origin.taken(), kind, number).fileName();
      Path file = directory.path().resolve(name);
      LockRequest request = LockRequest.exclusive(lockOf(name)).purpose("write the backup");
      Optional<LockHandle> reserved = locks.tryAcquire(request);
      if (reserved.isEmpty()) {
        continue;
      }
      try (LockHandle handle = reserved.get()) {
        if (!exists(file)) {
          return write(file, origin, handle, progress);
        }
      } catch (FileAlreadyExistsException e) {
        if (!exists(file)) { // then it was another file
          throw e;
        }
      }
    }
    throw new FileAlreadyExistsException(
        directory.path().toString(), null, "every name of this second is taken");
  }

  private Backup write(Path file, Origin origin, LockHandle handle, BackupProgress progress)
      throws IOException {
    AtomicReference<Manifest> manifest = new AtomicReference<>();
    locks
        .files()
        .createNew(
            file,
            out -> {
              try (ArchiveWriter writer = new ArchiveWriter(out, origin)) {
                store.readAll(new Filed(writer, progress));
                manifest.set(writer.finish());
              }
            },
            WriteOptions.with(handle));
    return new Backup(
        String.valueOf(file.getFileName()),
        Files.size(file),
        origin,
        manifest.get().files().size(),
        manifest.get().leftOut());
  }

  /** Puts what the store gives into an archive; what cannot be in one is noted there. */
  private static final class Filed implements ImportSource.Receiver {
    private final ArchiveWriter writer;
    private final BackupProgress progress;
    private int done;

    Filed(ArchiveWriter writer, BackupProgress progress) {
      this.writer = writer;
      this.progress = progress;
    }

    @Override
    public void persona(String fileName, byte[] content) throws IOException {
      boolean _ = writer.add(fileName, content);
      progress.report(Step.BACK_UP, ++done, OptionalInt.empty());
    }

    @Override
    public void leftOut(String fileName, String reason) {
      writer.leaveOut(fileName, reason);
    }
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }
}
