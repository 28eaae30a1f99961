package dev.holdfast.testkit.hostile;

/** A kind of call to a file system, to be counted and made to fail. */
public enum Call {
  /** A file is opened or created, or a directory opened to sync it. */
  OPEN,

  /** Bytes are read through a channel or stream. */
  READ,

  /** Bytes are written. */
  WRITE,

  /** A file is cut off through its channel. */
  TRUNCATE,

  /** {@code FileChannel.force} of a file. */
  FORCE_FILE,

  /** {@code FileChannel.force} of a directory. */
  FORCE_DIRECTORY,

  /** A channel or stream is closed. It is closed also when this fails, as in the kernel. */
  CLOSE,

  /** A directory is created. */
  CREATE_DIRECTORY,

  /** A symbolic link is created. */
  SYMBOLIC_LINK,

  /** A hard link is created. */
  LINK,

  /** A name is moved, atomically or not. */
  RENAME,

  /** A file or directory is removed, also by a move that replaces without being atomic. */
  DELETE,

  /** A mode, owner, time or extended attribute is set. */
  SET_ATTRIBUTE
}
