package dev.holdfast.server.console;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.catalog.ToolSelection;
import dev.holdfast.server.http.Caller;
import dev.holdfast.server.http.Mount;
import dev.holdfast.server.http.ToolAccess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Handler;

/**
 * The page for people, and the API below {@code /api} that it uses. It looks at locks from the
 * moment that it is made until it is closed.
 */
public final class Console implements AutoCloseable {

  private static final String LOCKS = ".holdfast";

  private final Handler page = new PageHandler();
  private final Handler api;
  private final Events events;

  /**
   * The console of a server.
   *
   * @param store the personas; stays the caller's to close, like the locks
   * @param locks the lock domain of the store
   * @param folder where the personas are; empty if they are in no folder
   * @param options which tools the page may use
   */
  public Console(
      PersonaStore store, FileLockManager locks, Optional<Path> folder, CatalogOptions options) {
    Map<Caller, Catalog> byCaller = new ConcurrentHashMap<>();
    Samples samples = new Samples(locks, Clock.systemUTC());
    LockSight sight =
        new LockSight(
            locks,
            folder.map(directory -> directory.resolve(LOCKS)),
            Catalog.of(store, locks, options.withTools(ToolSelection.ALL)));
    this.events = new Events(store, sight, samples);
    this.api =
        new ApiHandler(
            new Routes(store, sight, samples, new Health(folder)),
            events,
            caller ->
                byCaller.computeIfAbsent(
                    caller,
                    _ -> Catalog.of(storeFor(store, caller), locks, optionsFor(caller, options))));
  }

  /** Whoever has a token is named by it; on this machine the user of the server is meant. */
  private static PersonaStore storeFor(PersonaStore store, Caller caller) {
    return caller.name().isEmpty() ? store : store.as(Actor.of(caller.name()));
  }

  private static CatalogOptions optionsFor(Caller caller, CatalogOptions options) {
    return options.withTools(options.tools().and(new ToolAccess(caller.access())));
  }

  /** The page for everybody, since it holds nothing, and the API for callers with a token. */
  public List<Mount> mounts() {
    return List.of(Mount.open("/", page), Mount.guarded(ApiHandler.PREFIX + "/", api));
  }

  /** Ends the streams of events. */
  @Override
  public void close() {
    events.close();
  }
}
