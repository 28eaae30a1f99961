package dev.holdfast.personas.backup;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.Archive;
import dev.holdfast.personas.archive.Damage;
import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.archive.Manifest;
import dev.holdfast.personas.archive.Printable;
import dev.holdfast.personas.backup.BackupProgress.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An archive that is read, under its lock. Damaged or not; for one thread. */
final class OpenBackup implements AutoCloseable {

  private static final int MAX_TOLD = 20;

  private final String name;
  private final Path file;
  private final LockHandle handle;
  private final @Nullable Archive archive;

  private OpenBackup(String name, Path file, LockHandle handle) throws IOException {
    this.name = name;
    this.file = file;
    this.handle = handle;
    this.archive = openOrNull(file);
  }

  /**
   * Opens one, and keeps it from being pruned until it is closed.
   *
   * @param name from outside
   * @param wait how long to queue for whoever writes or deletes it
   * @throws PersonaException as {@link BackupDirectory#existing}
   */
  static OpenBackup open(
      BackupDirectory directory, String name, LockManager locks, Duration wait, String purpose)
      throws IOException, InterruptedException {
    Path _ = directory.existing(name); // a name that is none must not become that of a lock
    LockRequest request =
        LockRequest.shared(BackupWriter.lockOf(name)).waitAtMost(wait).purpose(purpose);
    LockHandle handle = locks.acquire(request);
    boolean opened = false;
    try {
      OpenBackup backup = new OpenBackup(name, directory.existing(name), handle);
      opened = true;
      return backup;
    } finally {
      if (!opened) {
        handle.close();
      }
    }
  }

  private static @Nullable Archive openOrNull(Path file) throws IOException {
    try {
      return Archive.open(file);
    } catch (PersonaException e) {
      return null; // verify says why
    }
  }

  String name() {
    return name;
  }

  Verification verify(BackupProgress progress) throws IOException {
    if (archive == null) {
      return new Verification(name, 0, Archive.verify(file));
    }
    Manifest manifest = archive.manifest().orElse(null);
    if (manifest == null) {
      return new Verification(
          name, 0, List.of(new Damage(name, "it has no manifest, so it is no backup")));
    }
    return new Verification(name, manifest.files().size(), damage(archive, manifest, progress));
  }

  /** A reading that comes to its end has found nothing; only then is nothing wrong. */
  private static List<Damage> damage(Archive archive, Manifest manifest, BackupProgress progress)
      throws IOException {
    try {
      counted(archive, manifest, Step.VERIFY, progress).read((_, _) -> {});
      return List.of();
    } catch (PersonaException e) {
      List<Damage> all = archive.verify();
      return all.isEmpty() ? List.of(new Damage("", String.valueOf(e.getMessage()))) : all;
    }
  }

  /**
   * Verifies it.
   *
   * @throws PersonaException {@code INVALID_FILE}, with the damage
   */
  Manifest requireWhole(BackupProgress progress) throws IOException {
    Verification verification = verify(progress);
    if (archive != null && verification.isWhole()) {
      return archive.manifest().orElseThrow();
    }
    List<Damage> damage = verification.damage();
    throw new PersonaException(
        Code.INVALID_FILE,
        "the backup %s is damaged and was not restored:\n%s%s"
            .formatted(
                Printable.quoted(name),
                damage.stream()
                    .limit(MAX_TOLD)
                    .map(one -> "- %s: %s".formatted(Printable.quoted(one.file()), one.problem()))
                    .collect(Collectors.joining("\n")),
                damage.size() > MAX_TOLD
                    ? "\n- and %d more".formatted(damage.size() - MAX_TOLD)
                    : ""),
        "Nothing was changed. Restore another backup, or single personas of it from another one.");
  }

  /** What it has, for a store to restore, and then what it left out. */
  ImportSource source(BackupProgress progress) {
    if (archive == null) {
      throw new IllegalStateException("not verified");
    }
    Manifest manifest = archive.manifest().orElseThrow();
    ImportSource files = counted(archive, manifest, Step.RESTORE, progress);
    return receiver -> {
      files.read(receiver);
      for (LeftOut one : manifest.leftOut()) {
        receiver.leftOut(one.name(), one.reason());
      }
    };
  }

  private static ImportSource counted(
      Archive archive, Manifest manifest, Step step, BackupProgress progress) {
    OptionalInt total = OptionalInt.of(manifest.files().size());
    return receiver -> {
      AtomicInteger done = new AtomicInteger();
      archive.read(
          (fileName, content) -> {
            receiver.persona(fileName, content);
            progress.report(step, done.incrementAndGet(), total);
          });
    };
  }

  @Override
  public void close() throws IOException {
    try (handle) {
      if (archive != null) {
        archive.close();
      }
    }
  }
}
