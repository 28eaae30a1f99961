package dev.holdfast.personas;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.history.Change;
import dev.holdfast.personas.history.HistoryBatch;
import dev.holdfast.personas.history.Operation;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.util.Collection;

/** Gives a persona another file, in one transaction. */
final class Relocation {

  private static final byte[] NOTHING = {};

  private final Folder folder;
  private final Recorder recorder;

  Relocation(Folder folder, Recorder recorder) {
    this.folder = folder;
    this.recorder = recorder;
  }

  /**
   * Puts {@code draft} where nothing is, and takes away what was there before.
   *
   * @param handles the locks of both files
   */
  void run(Operation operation, Found before, Draft draft, Collection<? extends LockHandle> handles)
      throws IOException, InterruptedException {
    FileVersion after = FileVersion.of(draft.bytes());
    try (HistoryBatch history = folder.log().begin(handles);
        FileTransaction change = folder.tree().begin(handles)) {
      Change leave =
          recorder.leaving(operation, before, draft.file().version(), draft.file().slug());
      history.record(leave, before.bytes());
      history.record(leave.arrival(after), NOTHING);
      change.createNew(
          folder.directory().path().resolve(draft.file().fileName()), Content.of(draft.bytes()));
      change.deleteIf(before.path(), before.version());
      recorder.commit(history, change);
    }
  }
}
