package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import java.io.IOException;
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

  /** What a command does with the store. */
  @FunctionalInterface
  interface StoreAction {
    int run(PersonaStore store) throws IOException;
  }
}
