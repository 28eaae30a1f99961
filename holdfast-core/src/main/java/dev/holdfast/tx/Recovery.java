package dev.holdfast.tx;

import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.tree.Deletion;
import dev.holdfast.internal.tree.FileHasher;
import dev.holdfast.internal.tree.Preserver;
import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    long startNanos = System.nanoTime();
    boolean done = false;
    try {
      boolean found = journal.hasRecord();
      if (found) {
        finish();
      }
      journal.forget();
      done = true;
      if (found) {
        FileCounters.RECOVERIES.record(System.nanoTime() - startNanos);
      }
      return found;
    } finally {
      if (!done) {
        FileCounters.FAILED_RECOVERIES.increment();
      }
    }
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
    preserver.beforeChanges(record.entries().stream().flatMap(entry -> entry.paths().stream()));
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
    FileHasher hasher = new FileHasher();
    for (Entry entry : record.entries()) {
      Path slot = Stage.slot(stage, entry.slot());
      boolean right =
          switch (entry) {
            case Entry.Put put -> isWhole(put, slot, hasher);
            case Entry.Link(_, Path path, String sha256) -> {
              BasicFileAttributes staged = FileLook.attributes(slot);
              yield staged == null
                  ? isPlaced(slot, path)
                  : staged.isSymbolicLink() && Sha256.ofTarget(slot).equals(sha256);
            }
            // One that is placed may be in another that is not, after a power cut.
            case Entry.Directory _ -> {
              BasicFileAttributes staged = FileLook.attributes(slot);
              yield staged == null || staged.isDirectory();
            }
            case Entry.Delete _, Entry.Move _ -> true;
          };
      if (!right) {
        throw CommitRecord.damaged(layout.record(), "%s has another content".formatted(slot));
      }
    }
  }

  private boolean isWhole(Entry.Put put, Path slot, FileHasher hasher) throws IOException {
    try {
      return hasher.hash(slot).equals(new FileHasher.Hashed(put.sha256(), put.length()));
    } catch (NoSuchFileException e) {
      return isPlaced(slot, put.path());
    }
  }

  private boolean isPlaced(Path slot, Path path) throws IOException {
    if (!FileLook.exists(path)) {
      throw CommitRecord.damaged(layout.record(), "%s is gone".formatted(slot));
    }
    return true;
  }
}
