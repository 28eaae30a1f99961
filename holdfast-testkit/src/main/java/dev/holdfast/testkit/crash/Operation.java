package dev.holdfast.testkit.crash;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was done to a file system. Files, directories and links are numbered as they appear. */
sealed interface Operation {

  /** A new, empty file with the attributes that it was created with. */
  record Create(int directory, String name, int file, Map<String, Object> attributes)
      implements Operation {}

  /** A new directory. */
  record MakeDirectory(int directory, String name, int made, Map<String, Object> attributes)
      implements Operation {}

  /** A new symbolic link. */
  record MakeSymbolicLink(int directory, String name, int link, String target)
      implements Operation {}

  /** Another name for a file. */
  record Link(int directory, String name, int file) implements Operation {}

  /** A name of a file or link, or an empty directory, is removed. */
  record Remove(int directory, String name) implements Operation {}

  /** A name is replaced by another; what had that is gone. */
  record Rename(int fromDirectory, String from, int toDirectory, String to, int moved)
      implements Operation {}

  /** Bytes of a file. */
  record Write(int file, int offset, FileContent bytes) implements Operation {}

  /** A file is cut off. */
  record Truncate(int file, int size) implements Operation {}

  /** An attribute, or null that removes it. */
  record SetAttribute(int inode, String attribute, @Nullable Object value) implements Operation {}

  /** {@code force} of a file. */
  record SyncFile(int file, boolean attributesToo) implements Operation {}

  /** {@code force} of a directory. */
  record SyncDirectory(int directory) implements Operation {}

  /** The workload has got this far. */
  record Mark(Object mark) implements Operation {}

  /** Is it about this inode, or about names in this directory? */
  default boolean concerns(int inode) {
    return switch (this) {
      case Create made -> made.file() == inode || made.directory() == inode;
      case MakeDirectory made -> made.made() == inode || made.directory() == inode;
      case MakeSymbolicLink made -> made.link() == inode || made.directory() == inode;
      case Link made -> made.file() == inode || made.directory() == inode;
      case Remove removed -> removed.directory() == inode;
      case Rename renamed ->
          renamed.moved() == inode
              || renamed.fromDirectory() == inode
              || renamed.toDirectory() == inode;
      case Write written -> written.file() == inode;
      case Truncate cut -> cut.file() == inode;
      case SetAttribute set -> set.inode() == inode;
      case SyncFile synced -> synced.file() == inode;
      case SyncDirectory synced -> synced.directory() == inode;
      case Mark mark -> false;
    };
  }
}
