package dev.holdfast.personas.history;

import java.util.Locale;

/** What was done to a persona. */
public enum Operation {
  /** Nothing was there before. */
  CREATE,
  /** One or several fields, or the whole text, were set. */
  EDIT,
  /** It got another name and another file: recorded with the old file and with the new one. */
  RENAME,
  /** It was removed. */
  DELETE,
  /** It was brought back to an earlier version. */
  UNDO,
  /** It came from a file, a bundle or an address. */
  IMPORT,
  /** It came from a backup, or was removed because the backup does not have it. */
  RESTORE,
  /** Somebody changed the file by other means; nobody knows who and when. */
  OUTSIDE;

  /** In lower case, as it is written down. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
