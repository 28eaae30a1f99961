package dev.holdfast.personas;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileChangedException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.SymlinkPolicy;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.personas.history.Change;
import dev.holdfast.personas.history.HistoryBatch;
import dev.holdfast.personas.history.Operation;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Changes single files: what stands there goes into the history first. */
final class Recorder {

  private static final byte[] NOTHING = {};

  private final Folder folder;
  private final Actor actor;

  Recorder(Folder folder, Actor actor) {
    this.folder = folder;
    this.actor = actor;
  }

  Actor actor() {
    return actor;
  }

  /**
   * Creates a file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  void create(Operation operation, Path path, Draft draft, LockHandle handle)
      throws IOException, InterruptedException {
    Change change =
        change(
            draft.file().slug(),
            operation,
            List.of(),
            FileVersion.ABSENT,
            FileVersion.of(draft.bytes()),
            "",
            draft.file().version(),
            "");
    int number = record(change, NOTHING, handle);
    try {
      folder.tree().files().createNew(path, draft.bytes(), handle);
    } catch (FileAlreadyExistsException e) {
      folder.log().retract(change.slug(), number);
      throw e;
    }
  }

  /**
   * Replaces a file. One that is too large to be read is not kept. If another program saves it in
   * this very moment, its text is put back.
   *
   * @throws PersonaException {@code CHANGED} if another program changes it right now
   */
  void replace(
      Operation operation, Found before, Draft draft, List<String> fields, LockHandle handle)
      throws IOException, InterruptedException {
    Change change =
        change(
            before.slug(),
            operation,
            fields,
            before.version(),
            FileVersion.of(draft.bytes()),
            before.file().version(),
            draft.file().version(),
            "");
    int number = record(change, before.bytes(), handle);
    if (!before.isKept()) {
      folder.tree().files().write(before.path(), draft.bytes(), handle);
      return;
    }
    try (ReplacedFile old = ReplacedFile.open(before.path())) {
      writeIf(before.path(), draft.bytes(), before.version(), handle);
      Optional<byte[]> saved = old.savedMeanwhile(before.bytes());
      if (saved.isPresent()) {
        // If somebody has saved it once more, that is the later one, and stays.
        writeIf(before.path(), saved.get(), change.after(), handle);
        throw new FileChangedException(
            before.path(), before.version(), FileVersion.of(saved.get()));
      }
    } catch (FileChangedException | NoSuchFileException e) {
      folder.log().retract(change.slug(), number);
      throw changedByOthers(before.file().fileName(), e);
    }
  }

  private void writeIf(Path path, byte[] content, FileVersion expected, LockHandle handle)
      throws IOException, InterruptedException {
    FileVersion _ =
        folder
            .tree()
            .files()
            .writeIf(
                path,
                Content.of(content),
                expected,
                WriteOptions.with(handle).symlinks(SymlinkPolicy.REFUSE));
  }

  /**
   * Deletes a file. What is no readable file is not kept.
   *
   * @throws PersonaException {@code CHANGED} if another program changes it right now
   */
  void delete(Operation operation, Found before, LockHandle handle)
      throws IOException, InterruptedException {
    Change change = leaving(operation, before, "", "");
    int number = record(change, before.bytes(), handle);
    if (!before.isKept()) {
      boolean _ = folder.tree().files().delete(before.path(), handle);
      return;
    }
    try (FileTransaction deletion = folder.tree().begin(List.of(handle))) {
      deletion.deleteIf(before.path(), before.version());
      commit(deletion);
    } catch (PersonaException e) {
      folder.log().retract(change.slug(), number);
      throw e;
    }
  }

  /**
   * A persona leaves its file.
   *
   * @param versionAfter the version of the persona where it goes, or nothing if it is deleted
   * @param to the slug of the file that it goes to, or nothing
   */
  Change leaving(Operation operation, Found before, String versionAfter, String to) {
    return change(
        before.slug(),
        operation,
        List.of(),
        before.version(),
        FileVersion.ABSENT,
        before.file().version(),
        versionAfter,
        to);
  }

  /** A change that happens now. */
  Change change(
      String slug,
      Operation operation,
      List<String> fields,
      FileVersion before,
      FileVersion after,
      String versionBefore,
      String versionAfter,
      String other) {
    return new Change(
        slug,
        operation,
        folder.clock().instant(),
        actor,
        fields,
        before,
        after,
        versionBefore,
        versionAfter,
        other);
  }

  /**
   * Commits a change of several files, and their history before.
   *
   * @throws PersonaException {@code CHANGED} if another program changed one of them
   */
  void commit(HistoryBatch history, FileTransaction change)
      throws IOException, InterruptedException {
    history.commit();
    history.keepLatest(folder.retention().changes());
    try {
      commit(change);
    } catch (PersonaException e) {
      history.retract();
      throw e;
    }
  }

  private static void commit(FileTransaction change) throws IOException, InterruptedException {
    try {
      change.commit();
    } catch (FileChangedException | FileAlreadyExistsException e) {
      Path file = Path.of(String.valueOf(e.getFile()));
      throw changedByOthers(String.valueOf(file.getFileName()), e);
    }
  }

  private static PersonaException changedByOthers(String fileName, Throwable cause) {
    return new PersonaException(
        Code.CHANGED,
        "another program is changing %s right now".formatted(Show.plain(fileName)),
        "Nothing was changed. Read it again, then repeat the change if it is still wanted.",
        cause);
  }

  private int record(Change change, byte[] before, LockHandle handle)
      throws IOException, InterruptedException {
    return folder.log().record(change, before, folder.retention().changes(), handle);
  }
}
