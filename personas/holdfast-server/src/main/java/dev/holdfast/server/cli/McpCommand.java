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

  @Mixin private ServingOptions serving = new ServingOptions();

  McpCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    CatalogOptions options = serving.catalog(io);
    try (FileLockManager locks = serving.openLocks(io);
        PersonaStore store = serving.openStore(io, locks);
        ScheduledBackups schedule = serving.startBackups(io, store, locks)) {
      // A signal ends Java through its hooks; calls that wait for a lock end at once then.
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    schedule.close();
                    store.close();
                    locks.close();
                  }));
      new StdioServer(Catalog.of(store, locks, options), options.version())
          .serve(io.in(), io.rawOut());
    }
    return ExitCode.OK;
  }
}
