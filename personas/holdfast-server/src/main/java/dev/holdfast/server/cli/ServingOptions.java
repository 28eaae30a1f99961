package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.catalog.CatalogOptions;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** What the commands that serve a folder of personas have in common. */
final class ServingOptions {

  @Mixin private FolderOption folder = new FolderOption();

  @Mixin private BackupEveryOption backupEvery = new BackupEveryOption();

  @Mixin private AllowImportOption allowImport = new AllowImportOption();

  @Mixin private ToolOptions tools = new ToolOptions();

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  FolderOption folder() {
    return folder;
  }

  /** The folder, absolute; it may not exist yet. */
  Path path(Io io) {
    return folder.folder(io);
  }

  /** Is nothing to be changed? */
  boolean readOnly(Io io) {
    return tools.readOnly(io);
  }

  /** What clients are offered. */
  CatalogOptions catalog(Io io) {
    return CatalogOptions.of(RootCommand.Version.program())
        .withFetch(allowImport.options(io))
        .withTools(tools.selection(io))
        .withConfirm(confirm.mode(io))
        .withIndicator(IndicatorVariables.config(io));
  }

  /** Opens the lock domain of the folder; where nothing is to be changed, only if it is there. */
  FileLockManager openLocks(Io io) {
    if (readOnly(io)) {
      folder.requireThere(io);
    }
    return folder.openLocks(io);
  }

  PersonaStore openStore(Io io, FileLockManager locks) throws IOException {
    return readOnly(io) ? folder.openStoreReadOnly(io, locks) : folder.openStore(io, locks);
  }

  /** The backups that are made meanwhile. */
  ScheduledBackups startBackups(Io io, PersonaStore store, FileLockManager locks) {
    return readOnly(io)
        ? ScheduledBackups.NONE
        : ScheduledBackups.start(io, backupEvery, store, locks);
  }
}
