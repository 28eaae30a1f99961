package dev.holdfast.snapshot;

import java.nio.file.Path;
import java.util.List;

/**
 * What a restore changes, or would change. Paths are relative to the root of the tree.
 *
 * @param created files, symbolic links and directories that are in the snapshot and not in the tree
 * @param replaced files and symbolic links that are something else in the tree
 * @param deleted files, symbolic links and directories that are not in the snapshot; of a directory
 *     only itself is named
 * @param unchanged how many files and symbolic links are the same in both
 */
public record Changes(List<Path> created, List<Path> replaced, List<Path> deleted, long unchanged) {

  /** The lists are copied. */
  public Changes {
    created = List.copyOf(created);
    replaced = List.copyOf(replaced);
    deleted = List.copyOf(deleted);
  }

  /** Is the tree what the snapshot is? */
  public boolean isEmpty() {
    return created.isEmpty() && replaced.isEmpty() && deleted.isEmpty();
  }
}
