package dev.holdfast.internal.tree;

import java.nio.file.Path;

/**
 * The names in a tree that are not its users' own; {@code docs/formats/tree.md} is the same for
 * people.
 *
 * @param root the real path of the tree
 */
public record TreeLayout(Path root) {

  /** Names that begin so are not part of the tree, wherever they are. */
  public static final String RESERVED_PREFIX = ".holdfast";

  /** The directory of the journal, for its owner only. */
  public Path directory() {
    return root.resolve(".holdfast-tree");
  }

  /** The record of a transaction that is committed and not yet in place. */
  public Path record() {
    return directory().resolve("commit");
  }

  /** The same record when everything is in place, until that is certain to be remembered. */
  public Path retired() {
    return directory().resolve("retired");
  }

  /** The lock under which changes take effect. */
  public String lockName() {
    return "tree:" + root;
  }

  /** The lock that is held exclusively while a snapshot is taken. */
  public String snapshotLockName() {
    return "snapshot:" + root;
  }

  /** What changes keep for a snapshot that is being taken; there while one is taken. */
  public Path snapshotArea() {
    return directory().resolve("snapshot");
  }

  /** Is this name, one element of a path, not part of the tree? */
  public static boolean isReserved(Path name) {
    return name.toString().startsWith(RESERVED_PREFIX);
  }
}
