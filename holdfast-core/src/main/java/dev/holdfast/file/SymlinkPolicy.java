package dev.holdfast.file;

/** What happens when the last name of a path to be written is a symbolic link. */
public enum SymlinkPolicy {
  /** The file that the link leads to is written; the link stays. */
  FOLLOW,
  /** The link itself is replaced by a file. */
  REPLACE,
  /** Nothing is written: a {@link SymbolicLinkException}. */
  REFUSE
}
