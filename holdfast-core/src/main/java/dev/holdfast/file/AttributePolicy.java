package dev.holdfast.file;

/**
 * What becomes of the attributes of a file whose content is replaced: mode, owner, group, access
 * control list and extended attributes of the user.
 */
public enum AttributePolicy {
  /**
   * The new file takes them over, except those that this process may not set, such as the owner of
   * a file of somebody else. Never does it become readable or writable by more users than the old
   * one was.
   */
  KEEP,
  /** The new file takes all of them over, or nothing is written. */
  KEEP_OR_FAIL,
  /** The new file is like one that did not exist before. */
  RESET
}
