package dev.holdfast.testkit.crash;

/** In which order changes of directory entries reach the disk when nobody syncs. */
public enum EntryOrder {
  /** Any order, as long as the changes of one name keep theirs: ext2 and the like. */
  BY_NAME,

  /** In order within a directory, in any order across directories. */
  BY_DIRECTORY,

  /** In one order over all directories, that of one journal: ext4, xfs. */
  JOURNAL
}
