package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

/**
 * Something in the directory that is damaged, or that Holdfast did not put there. It counts as no
 * backup and is never pruned.
 *
 * @param name its file name, as it is: not safe to show
 * @param bytes its length
 * @param reason why, safe to show
 */
public record UnusableFile(String name, long bytes, String reason) implements BackupEntry {

  /** Checks that nothing is missing. */
  public UnusableFile {
    requireNonNull(name);
    requireNonNull(reason);
  }
}
