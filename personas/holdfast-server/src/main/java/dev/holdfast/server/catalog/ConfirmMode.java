package dev.holdfast.server.catalog;

/** What a user is asked before it is done, if the client can ask him. */
public enum ConfirmMode {
  /** What deletes or overwrites personas or backups. */
  DESTRUCTIVE,
  /** Nothing. */
  NEVER
}
