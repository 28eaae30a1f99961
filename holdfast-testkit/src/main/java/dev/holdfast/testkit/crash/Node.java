package dev.holdfast.testkit.crash;

import java.util.SortedMap;

/** What an inode is. */
sealed interface Node {

  /** A regular file. */
  record Regular(FileContent content) implements Node {}

  /** A directory: the inodes of its entries by name. */
  record Directory(SortedMap<String, Integer> entries) implements Node {}

  /** A symbolic link. */
  record SymbolicLink(String target) implements Node {}
}
