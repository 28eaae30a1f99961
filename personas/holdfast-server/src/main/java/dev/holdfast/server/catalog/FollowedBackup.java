package dev.holdfast.server.catalog;

import dev.holdfast.personas.backup.BackupProgress;
import java.util.OptionalInt;

/**
 * Tells the progress of work on a backup to the caller, and gives the work up when the call is
 * cancelled. The parts of the work are counted through: to the protocol progress only grows.
 */
final class FollowedBackup implements BackupProgress {

  private final CallContext call;
  private long steps;

  FollowedBackup(CallContext call) {
    this.call = call;
  }

  @Override
  public void report(Step step, int done, OptionalInt total) {
    call.refuseIfCancelled();
    String words =
        switch (step) {
          case VERIFY -> "Verifying the backup";
          case BACK_UP -> "Backing up";
          case RESTORE -> "Restoring";
        };
    String of = total.isPresent() ? " of " + total.getAsInt() : "";
    call.progress(++steps, 0, "%s: %d%s personas".formatted(words, done, of));
  }
}
