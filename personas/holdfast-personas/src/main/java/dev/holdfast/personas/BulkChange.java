package dev.holdfast.personas;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.history.HistoryBatch;
import dev.holdfast.personas.history.Operation;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Changes many files in one transaction. What stands there goes into the history before; contents
 * are written aside as they come, so that memory does not grow with their number.
 */
final class BulkChange implements AutoCloseable {

  private static final byte[] NOTHING = {};

  private final Folder folder;
  private final Recorder recorder;
  private final Operation operation;
  private final HistoryBatch history;
  private final FileTransaction change;
  private boolean empty = true;

  private BulkChange(
      Folder folder,
      Recorder recorder,
      Operation operation,
      HistoryBatch history,
      FileTransaction change) {
    this.folder = folder;
    this.recorder = recorder;
    this.operation = operation;
    this.history = history;
    this.change = change;
  }

  /**
   * Begins one.
   *
   * @param handles the locks of all files that it changes
   */
  static BulkChange begin(
      Folder folder,
      Recorder recorder,
      Operation operation,
      Collection<? extends LockHandle> handles)
      throws IOException, InterruptedException {
    HistoryBatch history = folder.log().begin(handles);
    boolean done = false;
    try {
      FileTransaction change = folder.tree().begin(handles);
      done = true;
      return new BulkChange(folder, recorder, operation, history, change);
    } finally {
      if (!done) {
        history.close();
      }
    }
  }

  /** The file is to have this content. */
  void put(String fileName, byte[] content) throws IOException {
    Path path = folder.directory().path().resolve(fileName);
    Optional<Found> before = folder.directory().read(path);
    PersonaFile after = PersonaFile.parse(fileName, content);
    record(path, before, FileVersion.of(content), after.version());
    if (before.isEmpty()) {
      change.createNew(path, Content.of(content));
    } else if (before.get().isKept()) {
      change.putIf(path, before.get().version(), Content.of(content));
    } else {
      change.put(path, Content.of(content));
    }
  }

  /** The file is to be gone. */
  void delete(Found before) throws IOException {
    record(before.path(), Optional.of(before), FileVersion.ABSENT, "");
    if (before.isKept()) {
      change.deleteIf(before.path(), before.version());
    } else {
      change.delete(before.path());
    }
  }

  private void record(Path path, Optional<Found> before, FileVersion after, String versionAfter)
      throws IOException {
    empty = false;
    history.record(
        recorder.change(
            PersonaFile.stemOf(String.valueOf(path.getFileName())),
            operation,
            List.of(),
            before.map(Found::version).orElse(FileVersion.ABSENT),
            after,
            before.map(found -> found.file().version()).orElse(""),
            versionAfter,
            ""),
        before.map(Found::bytes).orElse(NOTHING));
  }

  /** Makes all of it take effect. */
  void commit() throws IOException, InterruptedException {
    if (!empty) {
      recorder.commit(history, change);
    }
  }

  /** Gives up what was not committed. */
  @Override
  public void close() throws IOException {
    try (history;
        change) {
      // both
    }
  }
}
