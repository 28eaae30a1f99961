package dev.holdfast.tx;

import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the record of a committed transaction stands until everything is in place. All under the
 * exclusive lock of the tree, but for {@link #isClear}.
 *
 * <pre>
 * stage/record --place--> commit --retire--> retired --forget--> nothing
 * </pre>
 */
final class Journal {

  private final TreeLayout layout;

  Journal(TreeLayout layout) {
    this.layout = layout;
  }

  /**
   * Is there certainly no record? If there is one, and nobody holds the lock of the tree
   * exclusively, then its writer is dead or has given it up.
   */
  boolean isClear() {
    return isMissing(layout.record()) && isMissing(layout.retired());
  }

  /** Is there, or may there be, a record that was not retired? */
  boolean hasRecord() {
    return !isMissing(layout.record());
  }

  private static boolean isMissing(Path path) {
    return Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The commit point, once it is synced. */
  void place(Path staged) throws IOException {
    Path _ = Files.move(staged, layout.record(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes sure that the record is remembered, or that it is not. */
  void sync() throws IOException {
    TreeSyncs.names(layout.directory());
  }

  /**
   * Everything is in place, and durable. Until it is certain that the record does not come back
   * after a power cut, it has another name: it would undo what others do next.
   */
  void retire() throws IOException {
    Path _ = Files.move(layout.record(), layout.retired(), StandardCopyOption.ATOMIC_MOVE);
    forget();
  }

  /** Removes what was retired, if there is something. */
  void forget() throws IOException {
    if (!isMissing(layout.retired())) {
      sync();
      Files.delete(layout.retired()); // if this comes back it harms nobody
    }
  }
}
