package dev.holdfast.tx;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.Content;
import dev.holdfast.file.FileChangedException;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.Outcome;
import dev.holdfast.file.WriteOptions;
import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.tree.Preserver;
import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A transaction with a {@link Stage} of its own. */
final class DefaultFileTransaction implements FileTransaction {

  private static final String CHECK = "check what is there";

  private final TreeLayout layout;
  private final TreeLock lock;
  private final Preserver preserver;
  private final List<LockHandle> handles;
  private final TreePaths paths;
  private final Stage stage;
  private final Draft draft;

  /** Was it committed, whatever came of it, or closed? */
  private boolean ended;

  /** Does recovery need the stage? */
  private boolean recorded;

  /** Is the stage gone? */
  private boolean removed;

  private String step = "";
  private Outcome outcome = Outcome.NOT_COMMITTED;

  private DefaultFileTransaction(
      TreeLayout layout,
      TreeLock lock,
      Preserver preserver,
      Collection<? extends LockHandle> handles,
      Stage stage,
      Preconditions preconditions) {
    this.layout = layout;
    this.lock = lock;
    this.preserver = preserver;
    this.handles = List.copyOf(handles);
    this.paths = new TreePaths(layout.root());
    this.stage = stage;
    this.draft = new Draft(paths, stage, preconditions);
  }

  static DefaultFileTransaction begin(
      TreeLayout layout,
      TreeLock lock,
      Preserver preserver,
      AtomicFiles files,
      Collection<? extends LockHandle> handles)
      throws IOException {
    Stage stage = Stage.create(layout);
    boolean done = false;
    try {
      Preconditions preconditions = new Preconditions(layout, files, stage.directory());
      done = true;
      return new DefaultFileTransaction(layout, lock, preserver, handles, stage, preconditions);
    } finally {
      if (!done) {
        stage.discard();
      }
    }
  }

  @Override
  public void put(Path path, Content content, Set<PosixFilePermission> newFileMode)
      throws IOException {
    checkOpen();
    draft.put(path, content, newFileMode, null);
  }

  @Override
  public void createNew(Path path, Content content, Set<PosixFilePermission> mode)
      throws IOException {
    checkOpen();
    draft.put(path, content, mode, new Condition.Vacant());
  }

  @Override
  public void putIf(Path path, FileVersion expected, Content content) throws IOException {
    checkOpen();
    draft.put(
        path, content, WriteOptions.defaults().newFileMode(), new Condition.Version(expected));
  }

  @Override
  public void delete(Path path) throws IOException {
    checkOpen();
    draft.delete(path, null);
  }

  @Override
  public void deleteIf(Path path, FileVersion expected) throws IOException {
    checkOpen();
    draft.delete(path, new Condition.Version(expected));
  }

  @Override
  public void createDirectory(Path path, Set<PosixFilePermission> mode) throws IOException {
    checkOpen();
    draft.createDirectory(path, mode);
  }

  @Override
  public void createSymbolicLink(Path path, Path target) throws IOException {
    checkOpen();
    draft.createSymbolicLink(path, target);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    checkOpen();
    draft.move(from, to);
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException(
          "this transaction in %s was committed or closed; begin a new one"
              .formatted(layout.root()));
    }
  }

  @Override
  public void commit() throws IOException, InterruptedException {
    checkOpen();
    lock.refuseWhileReading("commit");
    ended = true;
    long startNanos = System.nanoTime();
    List<Entry> entries = draft.entries();
    try {
      step = "sync contents";
      stage.finish(
          new CommitRecord(stage.directory().getFileName().toString(), entries).encode(paths));
      step = "recover what another transaction left half done";
      boolean _ =
          lock.exclusive(
              "commit a transaction",
              () ->
                  LockHandles.whileAllHeld(
                      handles,
                      "commit of a transaction in " + layout.root(),
                      () -> takeEffect(entries)));
      step = "remove the stage";
      stage.discard();
      removed = true;
      FileCounters.changes("commit").made.record(System.nanoTime() - startNanos);
    } catch (FileCommitException | JournalException e) {
      throw e;
    } catch (NoSuchFileException | FileAlreadyExistsException | FileChangedException e) {
      throw step.equals(CHECK) ? e : failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private FileCommitException failed(IOException cause) {
    FileCounters.changes("commit").failed(outcome.name());
    return new FileCommitException("commit", layout.root(), step, outcome, cause);
  }

  /** Under the exclusive lock of the tree. */
  private boolean takeEffect(List<Entry> entries) throws IOException {
    step = CHECK;
    draft.check();
    step = "preserve it for a snapshot";
    preserver.beforeChanges(entries.stream().flatMap(entry -> entry.paths().stream()));
    Journal journal = new Journal(layout);
    step = "put the commit record into place";
    recorded = true;
    try {
      journal.place(stage.record());
    } catch (IOException e) {
      recorded = journal.hasRecord();
      throw e;
    }
    step = "sync the commit record";
    outcome = Outcome.UNKNOWN;
    journal.sync();
    outcome = Outcome.COMMITTED;
    step = "put everything into place";
    new Applier(layout.root(), stage.directory(), false).apply(entries);
    step = "retire the commit record";
    journal.retire();
    recorded = false;
    return true;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    if (recorded) {
      stage.close();
    } else if (!removed) {
      stage.discard();
      removed = true;
    }
  }
}
