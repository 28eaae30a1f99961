package dev.holdfast.file;

/** What of a change survives a power cut or a crash of the system, once the method has returned. */
public enum Durability {
  /** All of it: the content and the name are synced. */
  FULL,
  /**
   * The file is whole: the content is synced before it gets its name, the name is not. After a
   * power cut the old or the new content stands.
   */
  FILE,
  /**
   * Nothing: neither is synced. A crash of the process harms nothing, but after a power cut the
   * file may be empty or torn.
   */
  NONE
}
