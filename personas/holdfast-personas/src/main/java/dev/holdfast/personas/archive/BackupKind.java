package dev.holdfast.personas.archive;

import java.util.Arrays;
import java.util.Optional;

/** Why a backup was made. */
public enum BackupKind {
  /** Somebody asked for it. */
  MANUAL("manual"),
  /** Its time had come. */
  SCHEDULED("scheduled"),
  /** Personas were about to be restored from another backup. */
  BEFORE_RESTORE("before-restore"),
  /** Personas were about to be overwritten by an import. */
  BEFORE_IMPORT("before-import"),
  /** Many personas were about to be deleted. */
  BEFORE_DELETE("before-delete");

  private final String word;

  BackupKind(String word) {
    this.word = word;
  }

  /** The word for it in the manifest. */
  public String word() {
    return word;
  }

  static Optional<BackupKind> of(String word) {
    return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
  }
}
