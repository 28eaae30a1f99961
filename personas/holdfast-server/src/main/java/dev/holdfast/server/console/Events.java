package dev.holdfast.server.console;

import dev.holdfast.personas.PersonaChange;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaListener;
import dev.holdfast.personas.PersonaStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all pages that are open what changes: {@code personas} with what became of which, {@code
 * locks} when somebody takes, wants or leaves one, {@code sample} for the plots. One thread looks
 * for all of them; where no page is open it only takes samples.
 */
final class Events implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int MOST_STREAMS = 100;
  private static final long LOOK_MILLIS = 500;

  private final LockSight locks;
  private final Samples samples;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("console-events").factory());
  private final Optional<PersonaListener.Registration> watch;
  private Object lastResources = List.of(); // of the clock's thread

  Events(PersonaStore store, LockSight locks, Samples samples) {
    this.locks = locks;
    this.samples = samples;
    this.watch = watch(store);
    repeat(this::lookAtLocks, LOOK_MILLIS);
    repeat(this::takeSample, Samples.INTERVAL.toMillis());
  }

  private Optional<PersonaListener.Registration> watch(PersonaStore store) {
    try {
      return Optional.of(store.watch(changes -> tell("personas", shapes(changes))));
    } catch (PersonaException e) {
      LOG.warn("open pages will not be told of changes: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void repeat(Runnable look, long everyMillis) {
    var _ =
        clock.scheduleWithFixedDelay(
            () -> {
              try {
                look.run();
              } catch (RuntimeException e) { // what is thrown would end the repetition
                LOG.warn("locks could not be looked at: {}", e.getMessage());
              }
            },
            everyMillis,
            everyMillis,
            TimeUnit.MILLISECONDS);
  }

  private void lookAtLocks() {
    if (streams.isEmpty()) {
      return;
    }
    Map<String, Object> now = locks.now();
    Object resources = now.getOrDefault("resources", List.of());
    if (!resources.equals(lastResources)) {
      lastResources = resources;
      tell("locks", now);
    }
  }

  private void takeSample() {
    tell("sample", samples.take().shape());
  }

  /**
   * A stream for a page that has come.
   *
   * @throws ApiException if there are too many
   */
  EventStream open() {
    if (streams.size() >= MOST_STREAMS) {
      throw ApiException.of(
          "BUSY",
          "There are " + MOST_STREAMS + " pages open already.",
          "Close some; this one works, but does not hear of changes by itself.");
    }
    EventStream stream = new EventStream();
    streams.add(stream);
    stream.send(event("locks", locks.now()));
    return stream;
  }

  void close(EventStream stream) {
    streams.remove(stream);
  }

  private void tell(String name, Object data) {
    if (!streams.isEmpty()) {
      String event = event(name, data);
      streams.forEach(stream -> stream.send(event));
    }
  }

  private static String event(String name, Object data) {
    return "event: " + name + "\ndata: " + Json.text(data) + "\n\n";
  }

  private static List<Map<String, Object>> shapes(List<PersonaChange> changes) {
    return changes.stream()
        .map(
            change -> {
              Map<String, Object> shape = new LinkedHashMap<>();
              shape.put("fileName", change.fileName());
              shape.put(
                  "what",
                  change.before().isEmpty()
                      ? "created"
                      : change.now().isEmpty() ? "deleted" : "changed");
              shape.put("revision", change.now().map(now -> now.revision()).orElse(""));
              return shape;
            })
        .toList();
  }

  @Override
  public void close() {
    watch.ifPresent(PersonaListener.Registration::close);
    clock.shutdownNow();
    streams.forEach(EventStream::end);
  }
}
