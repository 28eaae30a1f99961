package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.SafeChanges;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands on personas have in common. */
final class StoreOptions {

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private FolderOption folder = new FolderOption();

  /** Is JSON wanted? */
  boolean json() {
    return json;
  }

  /** Runs an action on the store of the folder, and returns the exit code that it returns. */
  int withStore(Io io, StoreAction action) throws IOException {
    try (FileLockManager locks = folder.openLocks(io);
        PersonaStore store = folder.openStore(io, locks)) {
      return action.run(store);
    }
  }

  /** Runs changes of many personas, with a backup before them where that is due. */
  int withChanges(Io io, ChangesAction action) throws IOException {
    try (FileLockManager locks = folder.openLocks(io);
        PersonaStore store = folder.openStore(io, locks)) {
      return action.run(new SafeChanges(store, BackupManager.of(store, locks, Clock.systemUTC())));
    }
  }

  /** Runs an action on the backups of the folder, and returns the exit code that it returns. */
  int withBackups(Io io, BackupAction action) throws IOException {
    try (FileLockManager locks = folder.openLocks(io);
        PersonaStore store = folder.openStore(io, locks);
        ProgressBar bar = ProgressBar.on(io)) {
      return action.run(BackupManager.of(store, locks, Clock.systemUTC()), bar);
    }
  }

  /** What a command does with backups. */
  @FunctionalInterface
  interface BackupAction {
    /**
     * Does it and returns the exit code.
     *
     * @param bar for the progress; to be closed before anything is printed
     */
    int run(BackupManager backups, ProgressBar bar);
  }

  /** What a command does to many personas. */
  @FunctionalInterface
  interface ChangesAction {
    int run(SafeChanges changes) throws IOException;
  }

  /** What a command does with the store. */
  @FunctionalInterface
  interface StoreAction {
    int run(PersonaStore store) throws IOException;
  }
}
