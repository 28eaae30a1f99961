package dev.holdfast.tx;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.internal.tree.Preserver;
import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction with a {@link Stage} of its own. */
final class DefaultFileTransaction implements FileTransaction {

  private static final Set<PosixFilePermission> NEW_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final String CHECK = "check what is there";

  private final TreeLayout layout;
  private final TreeLock lock;
  private final Preserver preserver;
  private final List<LockHandle> handles;
  private final TreePaths paths;
  private final Stage stage;
  private final Preconditions preconditions;

  private final Participants participants = new Participants();
  private final Map<Path, Entry.Put> puts = new LinkedHashMap<>();
  private final List<Entry> others = new ArrayList<>();
  private int slots;

  /** Was it committed, whatever came of it, or closed? */
  private boolean ended;

  /** Does recovery need the stage? */
  private boolean recorded;

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
    this.preconditions = preconditions;
  }

  static DefaultFileTransaction begin(
      TreeLayout layout,
      TreeLock lock,
      Preserver preserver,
      Collection<? extends LockHandle> handles)
      throws IOException {
    Stage stage = Stage.create(layout);
    boolean done = false;
    try {
      Preconditions preconditions = new Preconditions(layout, stage.directory());
      done = true;
      return new DefaultFileTransaction(layout, lock, preserver, handles, stage, preconditions);
    } finally {
      if (!done) {
        stage.discard();
      }
    }
  }

  @Override
  public void put(Path path, Content content) throws IOException {
    checkOpen();
    int slot = slots++;
    step = "find the target";
    try {
      Path target = paths.inside(path);
      participants.check(new Entry.Put(slot, target, 0, ""));
      preconditions.checkPlace(target);
      KeptAttributes attributes = attributesOf(target);
      step = "write content";
      StagedFile staged = stage.write(slot, content, attributes);
      Entry.Put put = new Entry.Put(slot, target, staged.length(), staged.sha256());
      participants.add(put);
      Entry.@Nullable Put replaced = puts.put(target, put);
      if (replaced != null) {
        stage.remove(replaced.slot());
      }
    } catch (IOException e) {
      throw new FileCommitException("put", path, step, Outcome.NOT_COMMITTED, e);
    }
  }

  /** As with {@link dev.holdfast.file.AttributePolicy#KEEP}. */
  private static KeptAttributes attributesOf(Path target) throws IOException {
    BasicFileAttributes found = FileLook.attributes(target);
    if (found == null || !found.isRegularFile()) {
      return KeptAttributes.ofNew(NEW_FILE);
    }
    return KeptAttributes.of(target, found, false);
  }

  @Override
  public void delete(Path path) throws IOException {
    checkOpen();
    Entry entry = new Entry.Delete(slots++, paths.inside(path));
    participants.add(entry);
    others.add(entry);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    checkOpen();
    Entry entry = new Entry.Move(slots++, paths.inside(from), paths.inside(to));
    participants.add(entry);
    others.add(entry);
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
    List<Entry> entries = new ArrayList<>(puts.values());
    entries.addAll(others);
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
                      () -> takeEffect(List.copyOf(entries))));
      step = "remove the stage";
      stage.discard();
    } catch (FileCommitException | JournalException e) {
      throw e;
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw step.equals(CHECK) ? e : failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private FileCommitException failed(IOException cause) {
    return new FileCommitException("commit", layout.root(), step, outcome, cause);
  }

  /** Under the exclusive lock of the tree. */
  private boolean takeEffect(List<Entry> entries) throws IOException {
    step = CHECK;
    preconditions.check(entries, participants);
    step = "preserve it for a snapshot";
    for (Entry entry : entries) {
      for (Path path : entry.paths()) {
        preserver.beforeChange(path);
      }
    }
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
    } else {
      stage.discard();
    }
  }
}
