package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.catalog.ToolSelection;
import dev.holdfast.server.console.Console;
import dev.holdfast.server.http.Caller;
import dev.holdfast.server.http.FolderReadiness;
import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.McpEndpoint;
import dev.holdfast.server.http.Mount;
import dev.holdfast.server.http.ToolAccess;
import dev.holdfast.server.http.WebOptions;
import dev.holdfast.server.http.WebServer;
import dev.holdfast.server.mcp.Conversations;
import dev.holdfast.server.metrics.ServerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = {
      "Serves a folder of personas over HTTP, to any number of AI clients.",
      "",
      "The console, a page to look at locks and to edit personas, is at /, MCP at /mcp, figures for"
          + " Prometheus at /metrics; /healthz and /readyz say how it is. It ends with Ctrl-C or"
          + " SIGTERM, after the calls in flight. Logs go to standard error.",
      "",
    })
final class ServeCommand implements Callable<Integer> {

  private static final String METRICS_PATH = "/metrics";

  /** A call that takes longer is interrupted; what it has committed stays. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);

  private final Io io;

  @Mixin private ServingOptions serving = new ServingOptions();

  @Mixin private ListenOption listen = new ListenOption();

  @Mixin private RequireTokenOption tokens = new RequireTokenOption();

  ServeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    WebOptions options = listen.options(io);
    CatalogOptions catalog = serving.catalog(io);
    try (FileLockManager locks = serving.openLocks(io);
        PersonaStore store = serving.openStore(io, locks);
        ScheduledBackups _ = serving.startBackups(io, store, locks);
        ServerMetrics metrics = new ServerMetrics(locks, catalog.version());
        Console console =
            new Console(store, locks, Optional.of(serving.path(io)), counted(catalog, metrics));
        WebServer server =
            start(options, store, locks, counted(catalog, metrics), console, metrics)) {
      io.out().printf("Holdfast serves %s%n", Text.line(serving.path(io).toString()));
      io.out().printf("  Console  %s%n", server.url());
      io.out().printf("  MCP      %s%s%n", server.url(), WebServer.MCP_PATH);
      io.out().flush();
      serve(server, console);
    }
    return ExitCode.OK;
  }

  private static CatalogOptions counted(CatalogOptions catalog, ServerMetrics metrics) {
    return catalog.withCalls(metrics.tools());
  }

  /** Each part of what is served answers at a path of its own. */
  private WebServer start(
      WebOptions options,
      PersonaStore store,
      FileLockManager locks,
      CatalogOptions catalog,
      Console console,
      ServerMetrics metrics) {
    Gate gate = tokens.gate(io, serving.folder(), options, locks);
    List<Mount> mounts = new ArrayList<>(console.mounts());
    mounts.add(Mount.guarded(METRICS_PATH, metrics.handler()));
    mounts.add(
        Mount.guarded(
            WebServer.MCP_PATH,
            new McpEndpoint(
                caller -> conversations(caller, store, locks, catalog), gate, options.limits())));
    try {
      return WebServer.start(
          options,
          gate,
          mounts,
          new FolderReadiness(serving.path(io), locks, serving.readOnly(io)));
    } catch (IOException e) {
      String place = options.listen().getHostString() + ":" + options.listen().getPort();
      throw CommandException.failed(
          "cannot listen on " + place + ": " + Failures.describe(e),
          "another server may run there; choose another port with --listen, 0 for any free one");
    }
  }

  /** What a caller may have, for one session. */
  private static Conversations conversations(
      Caller caller, PersonaStore store, FileLockManager locks, CatalogOptions catalog) {
    PersonaStore own =
        caller.name().isEmpty()
            ? store
            : store.as(new Actor(caller.name(), store.actor().client()));
    ToolSelection tools = catalog.tools().and(new ToolAccess(caller.access()));
    return new Conversations(Catalog.of(own, locks, catalog.withTools(tools)), catalog.version());
  }

  /** Until a signal comes; then what is in work is finished, unless there comes another. */
  private static void serve(WebServer server, Console console) throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    try (Signals _ = Signals.redirectTo(number -> onSignal(number, first))) {
      first.await();
      console.close(); // what it tells pages has no end of its own
      server.drain(LONGEST_DRAIN);
    }
  }

  @SuppressWarnings("SystemExitOutsideMain") // who asks twice does not want to wait
  private static void onSignal(int number, CountDownLatch first) {
    if (first.getCount() == 0) {
      Runtime.getRuntime().halt(128 + number);
    }
    first.countDown();
  }
}
