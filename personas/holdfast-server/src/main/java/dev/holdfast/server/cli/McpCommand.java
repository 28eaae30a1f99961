package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.mcp.StdioServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "mcp",
    description = {
      "Serves a folder of personas to one AI client, over standard input and output.",
      "",
      "AI clients start it themselves; several may do so on one folder. It ends when its input"
          + " closes. Logs go to standard error.",
      "",
    },
    footerHeading = "%nIn the configuration of a client, as 'holdfast install' writes it:%n",
    footer = {
      "  \"holdfast\": { \"command\": \"/path/to/holdfast\", \"args\": [\"mcp\"] }",
    })
final class McpCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private FolderOption folder = new FolderOption();

  @Mixin private BackupEveryOption backupEvery = new BackupEveryOption();

  @Mixin private AllowImportOption allowImport = new AllowImportOption();

  @Mixin private ToolOptions tools = new ToolOptions();

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  McpCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    String version = RootCommand.Version.program();
    CatalogOptions options =
        CatalogOptions.of(version)
            .withFetch(allowImport.options(io))
            .withTools(tools.selection(io))
            .withConfirm(confirm.mode(io))
            .withIndicator(IndicatorVariables.config(io));
    boolean readOnly = tools.readOnly(io);
    if (readOnly) {
      folder.requireThere(io);
    }
    try (FileLockManager locks = folder.openLocks(io);
        PersonaStore store =
            readOnly ? folder.openStoreReadOnly(io, locks) : folder.openStore(io, locks);
        ScheduledBackups schedule =
            readOnly
                ? ScheduledBackups.NONE
                : ScheduledBackups.start(io, backupEvery, store, locks)) {
      // A signal ends Java through its hooks; calls that wait for a lock end at once then.
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    schedule.close();
                    store.close();
                    locks.close();
                  }));
      new StdioServer(Catalog.of(store, locks, options), version).serve(io.in(), io.rawOut());
    }
    return ExitCode.OK;
  }
}
