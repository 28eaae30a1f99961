package dev.holdfast.personas.backup;

/** What lies in a directory of backups. */
public sealed interface BackupEntry permits Backup, UnusableFile {

  /** Its file name, which names it. */
  String name();

  /** Its length. */
  long bytes();
}
