package dev.holdfast.internal.tree;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps for a snapshot that is being taken what a change is about to replace or remove.
 *
 * @param layout of the tree that is changed
 */
public record Preserver(TreeLayout layout) {

  /**
   * Is called before each change of a name, under the lock of the tree: shared for a change of one
   * file, exclusive for a transaction and for its recovery, which may call it again for a name that
   * is changed already. A failure keeps the change from happening.
   *
   * @param path the name that is created, replaced or removed, in its real directory; may be that
   *     of a directory, or lie outside of the tree
   */
  public void beforeChange(Path path) throws IOException {
    // Nobody takes a snapshot yet.
  }
}
