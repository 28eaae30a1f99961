package dev.holdfast.internal.tree;

import dev.holdfast.internal.count.FileCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps for a snapshot that is being taken what a change is about to replace or remove.
 *
 * <p>No change fails because of a snapshot. If something cannot be kept, on a full disk say, the
 * snapshot is given up: its area is moved away before the change, and who takes the snapshot finds
 * that it is gone. Only if not even that is possible is the change refused.
 */
public final class Preserver {

  private final TreeLayout layout;
  private final SnapshotArea area;
  private final Snapshotters snapshotters;

  /** Something to be done. */
  @FunctionalInterface
  public interface Task {
    /** Does it. */
    void run() throws IOException;
  }

  /** Those who take snapshots of the tree, one at a time. */
  @FunctionalInterface
  public interface Snapshotters {
    /**
     * Runs the task while there is none; does not wait.
     *
     * @return false if there is one; then the task has not run
     */
    boolean runWhileNone(Task task) throws IOException;
  }

  /**
   * For the changes of one tree.
   *
   * @param layout of the tree that is changed
   * @param snapshotters asked when an area is found, which may be a dead one's
   */
  public Preserver(TreeLayout layout, Snapshotters snapshotters) {
    this.layout = layout;
    this.area = new SnapshotArea(layout);
    this.snapshotters = snapshotters;
  }

  /**
   * {@link #beforeChange} for all of them. Under the exclusive lock of the tree: as long as it is
   * held no snapshot begins, so one look is enough where none is taken.
   */
  public void beforeChanges(Stream<Path> paths) throws IOException {
    if (area.exists()) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        beforeChange(path);
      }
    }
  }

  /**
   * Is called before each change of a name, under the lock of the tree: shared for a change of one
   * file, exclusive for a transaction and for its recovery, which may call it again for a name that
   * is changed already. A failure keeps the change from happening.
   *
   * <p>Costs a look for a file while no snapshot is taken. While one is taken, the first change of
   * a file costs a hard link, and that of a directory one for each file below it. The first change
   * after the death of a process that was taking one removes what it left.
   *
   * @param path the name that is created, replaced or removed, in its real directory; may be that
   *     of a directory, or lie outside of the tree
   */
  public void beforeChange(Path path) throws IOException {
    if (!area.exists() || !path.startsWith(layout.root()) || path.equals(layout.root())) {
      return;
    }
    Path relative = layout.root().relativize(path);
    for (Path name : relative) {
      if (TreeLayout.isReserved(name)) {
        return;
      }
    }
    if (snapshotters.runWhileNone(() -> area.remove())) {
      return;
    }
    try {
      new Keeping(layout.root(), area).keep(relative);
    } catch (IOException | UnsupportedOperationException e) {
      if (area.exists()) { // else the snapshot has ended meanwhile
        area.giveUp("%s could not be kept: %s".formatted(path, e));
      }
    }
  }

  /** What those who died while they took a snapshot have left. */
  public List<Path> leftovers() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(layout.directory(), LinkOption.NOFOLLOW_LINKS)) {
      boolean _ = snapshotters.runWhileNone(() -> found.addAll(area.all()));
    }
    return found;
  }

  /**
   * Removes what those who died while they took a snapshot have left.
   *
   * @return what was removed
   */
  public List<Path> sweep() throws IOException {
    List<Path> removed = new ArrayList<>();
    if (Files.isDirectory(layout.directory(), LinkOption.NOFOLLOW_LINKS)) {
      boolean _ = snapshotters.runWhileNone(() -> removed.addAll(area.remove()));
      FileCounters.SWEPT.add(removed.size());
    }
    return removed;
  }
}
