package dev.holdfast.tx;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.os.FileNode;
import dev.holdfast.internal.os.KeptAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transaction is to do, as it is collected, with its contents in the {@link Stage}. */
final class Draft {

  private final TreePaths paths;
  private final Stage stage;
  private final Preconditions preconditions;

  private final Participants participants = new Participants();
  private final Map<Entry, Condition> conditions = new HashMap<>();
  private final Map<Path, Entry.Put> puts = new LinkedHashMap<>();
  private final List<Entry> others = new ArrayList<>();
  private int slots;

  Draft(TreePaths paths, Stage stage, Preconditions preconditions) {
    this.paths = paths;
    this.stage = stage;
    this.preconditions = preconditions;
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(puts.values());
    entries.addAll(others);
    return List.copyOf(entries);
  }

  /**
   * Can it be put into place? Under the exclusive lock of the tree.
   *
   * @throws IOException if not, or if a condition is not met
   */
  void check() throws IOException {
    preconditions.check(entries(), conditions, participants);
  }

  /** A second one of the same path replaces the first one, with its condition. */
  void put(Path path, Content content, Set<PosixFilePermission> mode, @Nullable Condition condition)
      throws IOException {
    int slot = slots++;
    String step = "find the target";
    try {
      Path target = paths.inside(path);
      boolean again = puts.containsKey(target);
      if (!again) {
        participants.check(new Entry.Put(slot, target, 0, ""));
      }
      preconditions.checkPlace(target, participants);
      KeptAttributes attributes = attributesOf(target, mode);
      step = "write content";
      StagedFile staged = stage.write(slot, content, attributes);
      Entry.Put put = new Entry.Put(slot, target, staged.length(), staged.sha256());
      if (!again) {
        participants.add(put);
      }
      setCondition(put, condition);
      Entry.@Nullable Put replaced = puts.put(target, put);
      if (replaced != null) {
        conditions.remove(replaced);
        stage.remove(replaced.slot());
      }
    } catch (IOException e) {
      throw notStaged("put", path, step, e);
    }
  }

  /** As with {@link dev.holdfast.file.AttributePolicy#KEEP}. */
  private KeptAttributes attributesOf(Path target, Set<PosixFilePermission> mode)
      throws IOException {
    FileNode found = participants.makesRoomAt(target) ? null : FileNode.at(target);
    if (found == null || !found.isRegular()) {
      return KeptAttributes.ofNew(mode);
    }
    return KeptAttributes.of(target, found, false);
  }

  private void setCondition(Entry entry, @Nullable Condition condition) {
    if (condition != null) {
      conditions.put(entry, condition);
    }
  }

  void delete(Path path, @Nullable Condition condition) throws IOException {
    Entry entry = new Entry.Delete(slots++, paths.inside(path));
    add(entry);
    setCondition(entry, condition);
  }

  void move(Path from, Path to) throws IOException {
    add(new Entry.Move(slots++, paths.inside(from), paths.inside(to)));
  }

  void createDirectory(Path path, Set<PosixFilePermission> mode) throws IOException {
    Path target = paths.inside(path);
    Entry entry = new Entry.Directory(slots++, target);
    participants.check(entry);
    try {
      preconditions.checkPlace(target, participants);
      stage.makeDirectory(entry.slot(), mode);
    } catch (IOException e) {
      throw notStaged("create directory", path, e);
    }
    add(entry);
  }

  void createSymbolicLink(Path path, Path linkTarget) throws IOException {
    Path target = paths.inside(path);
    int slot = slots++;
    participants.check(new Entry.Link(slot, target, ""));
    String sha256;
    try {
      preconditions.checkPlace(target, participants);
      sha256 = stage.makeLink(slot, linkTarget);
    } catch (IOException e) {
      throw notStaged("create symbolic link", path, e);
    }
    add(new Entry.Link(slot, target, sha256));
  }

  private static FileCommitException notStaged(String operation, Path path, IOException cause) {
    return notStaged(operation, path, "make it in the journal", cause);
  }

  private static FileCommitException notStaged(
      String operation, Path path, String step, IOException cause) {
    FileCounters.changes("stage").failed(Outcome.NOT_COMMITTED.name());
    return new FileCommitException(operation, path, step, Outcome.NOT_COMMITTED, cause);
  }

  private void add(Entry entry) {
    participants.add(entry);
    others.add(entry);
  }
}
