package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.http.Mount;
import dev.holdfast.server.http.WebOptions;
import dev.holdfast.server.http.WebServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = {
      "Serves a folder of personas over HTTP, to any number of AI clients.",
      "",
      "MCP is at /mcp, /healthz and /readyz say how it is. It ends with Ctrl-C or SIGTERM, after"
          + " the calls in flight. Logs go to standard error.",
      "",
    })
final class ServeCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private FolderOption folder = new FolderOption();

  @Mixin private ListenOption listen = new ListenOption();

  @Mixin private BackupEveryOption backupEvery = new BackupEveryOption();

  ServeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    WebOptions options = listen.options(io);
    try (FileLockManager locks = folder.openLocks(io);
        PersonaStore store = folder.openStore(io, locks);
        ScheduledBackups _ = ScheduledBackups.start(io, backupEvery, store, locks);
        WebServer server = start(options, mounts())) {
      io.out().printf("Holdfast serves %s%n", folder.folder(io));
      io.out().printf("  %s%n", server.url());
      io.out().flush();
      awaitSignal();
    }
    return ExitCode.OK;
  }

  /** What is served; each part answers below a path of its own. */
  private static List<Mount> mounts() {
    return List.of();
  }

  private static WebServer start(WebOptions options, List<Mount> mounts) {
    try {
      return WebServer.start(options, mounts);
    } catch (IOException e) {
      String place = options.listen().getHostString() + ":" + options.listen().getPort();
      throw CommandException.failed(
          "cannot listen on " + place + ": " + Failures.describe(e),
          "another server may run there; choose another port with --listen, 0 for any free one");
    }
  }

  private static void awaitSignal() throws InterruptedException {
    CountDownLatch signal = new CountDownLatch(1);
    try (Signals _ = Signals.redirectTo(_ -> signal.countDown())) {
      signal.await();
    }
  }
}
