package dev.holdfast.tx;

import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/** Finishes a committed transaction whose writer died. */
final class Recovery {

  private final TreeLayout layout;

  Recovery(TreeLayout layout) {
    this.layout = layout;
  }

  /** Is there a record? Then, under the lock of the tree, its writer is dead. */
  boolean isNeeded() {
    return Files.exists(layout.record(), LinkOption.NOFOLLOW_LINKS);
  }

  /** Under the exclusive lock of the tree. */
  boolean run() throws IOException {
    if (!isNeeded()) {
      return false;
    }
    throw new JournalException(layout.record(), "there is a record", "Not yet implemented");
  }
}
