package dev.holdfast.tx;

import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.tree.Deletion;
import dev.holdfast.internal.tree.Preserver;
import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Finishes a committed transaction whose writer died. */
final class Recovery {

  private final TreeLayout layout;
  private final Preserver preserver;
  private final Journal journal;

  Recovery(TreeLayout layout, Preserver preserver) {
    this.layout = layout;
    this.preserver = preserver;
    this.journal = new Journal(layout);
  }

  /** Is there something to be done? Asked under the lock of the tree, its writer is dead. */
  boolean isNeeded() {
    return !journal.isClear();
  }

  /**
   * Under the exclusive lock of the tree.
   *
   * @return was there a transaction to be finished?
   */
  boolean run() throws IOException {
    if (journal.isClear()) {
      return false;
    }
    boolean found = journal.hasRecord();
    if (found) {
      finish();
    }
    journal.forget();
    return found;
  }

  private void finish() throws IOException {
    CommitRecord record =
        CommitRecord.decode(
            layout.record(), Files.readAllBytes(layout.record()), new TreePaths(layout.root()));
    Path stage = layout.directory().resolve(record.stage());
    checkStage(record, stage);
    // Its writer may have died before it did this: then a power cut would forget what comes now
    // in parts.
    journal.sync();
    if (preserver.isNeeded()) {
      for (Entry entry : record.entries()) {
        for (Path path : entry.paths()) {
          preserver.beforeChange(path);
        }
      }
    }
    new Applier(layout.root(), stage, true).apply(record.entries());
    journal.retire();
    try {
      Deletion.delete(stage, Stage.lockOf(stage));
    } catch (IOException e) {
      // What is left of it harms nobody, and the next sweep tries again.
    }
  }

  /** What is not in place yet must be there as it was written. */
  private void checkStage(CommitRecord record, Path stage) throws IOException {
    BasicFileAttributes found = FileLook.attributes(stage);
    if (found == null || !found.isDirectory()) {
      throw CommitRecord.damaged(layout.record(), "its contents in %s are gone".formatted(stage));
    }
    for (Entry entry : record.entries()) {
      if (entry instanceof Entry.Put put) {
        Path slot = Stage.slot(stage, put.slot());
        BasicFileAttributes content = FileLook.attributes(slot);
        if (content == null) {
          if (!FileLook.exists(put.path())) {
            throw CommitRecord.damaged(layout.record(), "%s is gone".formatted(slot));
          }
        } else if (content.size() != put.length() || !Sha256.of(slot).equals(put.sha256())) {
          throw CommitRecord.damaged(layout.record(), "%s has another content".formatted(slot));
        }
      }
    }
  }
}
