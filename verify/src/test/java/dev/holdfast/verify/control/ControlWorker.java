package dev.holdfast.verify.control;

import static java.util.Objects.requireNonNull;

import dev.holdfast.verify.control.ControlLock.Held;
import dev.holdfast.verify.control.ControlLock.Request;
import dev.holdfast.verify.fork.Parent;
import dev.holdfast.verify.referee.SectionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that takes and gives back a {@link ControlLock} as it is told, and logs its sections.
 * Arguments: a {@link PlantedLock.Fault} or {@code RESOLVER}, the lock file, the log.
 */
final class ControlWorker {
  private static final String RESOURCE = "r";

  private final ControlLock lock;
  private final SectionLog log;
  private final Map<String, Request> requests = new ConcurrentHashMap<>();
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final Map<String, Long> sections = new ConcurrentHashMap<>();

  /** A thread for each request: some locks want to be released by who took them. */
  private final Map<String, ExecutorService> threads = new HashMap<>();

  private ControlWorker(ControlLock lock, SectionLog log) {
    this.lock = lock;
    this.log = log;
  }

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    ControlLock lock =
        arguments[0].equals("RESOLVER")
            ? new ResolverLock(file)
            : new PlantedLock(PlantedLock.Fault.valueOf(arguments[0]), file);
    Parent.obey(new ControlWorker(lock, new SectionLog(Path.of(arguments[2])))::obey);
  }

  private void obey(List<String> words) throws Exception {
    String id = words.get(1);
    switch (words.getFirst()) {
      case "acquire" -> {
        boolean exclusive = words.get(2).equals("X");
        Duration wait = Duration.ofMillis(Long.parseLong(words.get(3)));
        threadOf(id).execute(() -> acquire(id, exclusive, wait));
      }
      case "poke" -> requireNonNull(requests.get(id)).poke();
      case "release" -> threadOf(id).execute(() -> release(id));
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  private ExecutorService threadOf(String id) {
    return threads.computeIfAbsent(id, _ -> Executors.newSingleThreadExecutor());
  }

  private void acquire(String id, boolean exclusive, Duration wait) {
    try {
      Request request = new Request(() -> Parent.say(id + " waits"));
      requests.put(id, request);
      long requested = System.nanoTime();
      Held grant = lock.acquire(request, exclusive, wait);
      if (grant == null) {
        log.gaveUp(RESOURCE, exclusive, requested);
        Parent.say(id + " gave up");
      } else {
        sections.put(id, log.enter(RESOURCE, exclusive, grant.token(), requested));
        held.put(id, grant);
        Parent.say(id + " in");
      }
    } catch (Exception | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(4);
    }
  }

  /** May be told twice for a grant: handles are released twice in the world. */
  private void release(String id) {
    try {
      Long section = sections.remove(id);
      if (section != null) {
        log.leave(section);
      }
      requireNonNull(held.get(id)).release().run();
      Parent.say(id + " released");
    } catch (Exception | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(5);
    }
  }
}
