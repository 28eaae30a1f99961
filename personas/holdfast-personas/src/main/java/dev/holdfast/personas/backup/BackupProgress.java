package dev.holdfast.personas.backup;

import java.util.OptionalInt;

/**
 * Is told how far long work has come: after each persona, in the thread that works. Be quick. What
 * it throws gives the work up, with nothing changed, and comes out of it.
 */
@FunctionalInterface
public interface BackupProgress {

  /** For whom progress does not matter. */
  BackupProgress NONE = (step, done, total) -> {};

  /** The parts of long work, in their order. */
  enum Step {
    /** Contents are compared with their hashes. */
    VERIFY,
    /** Personas are written into a backup. */
    BACK_UP,
    /** Personas are read from a backup and compared with those that are there. */
    RESTORE
  }

  /**
   * So much is done.
   *
   * @param step what is done
   * @param done how many personas
   * @param total of so many; empty if nobody knows yet
   */
  void report(Step step, int done, OptionalInt total);
}
