package dev.holdfast.personas;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a folder again and again as long as there are listeners, in a thread of its own, and
 * tells each what is different from what it was told before.
 *
 * <p>What counts is the comparison of two looks. The {@link FolderBell} says when one is due; if it
 * is silent, there is one every few seconds anyway. The bell is armed, and what it has told is
 * taken, before a look: a change that the look misses rings again.
 */
final class FolderWatch implements AutoCloseable {

  /**
   * When to look without the bell.
   *
   * @param armed where the bell should ring
   * @param silent where it cannot
   */
  record Pace(Duration armed, Duration silent) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(1));
  }

  /** When to look again at a file that was being written. */
  private static final Duration UNSETTLED = Duration.ofMillis(500);

  /** A look that was due without need takes at most one part in this many of the time... */
  private static final long LOOK_SHARE = 100;

  /** ... unless the folder is so large that this would be too late. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final PersonaDirectory directory;
  private final StoreFailures failures;
  private final Pace pace;
  private final List<Listening> listeners = new CopyOnWriteArrayList<>(); // changed under this

  /** One look at a time, and none while a listener begins. */
  private final ReentrantLock looking = new ReentrantLock();

  private List<PersonaEntry> latest = List.of(); // guarded by looking
  private boolean unsettled; // guarded by looking
  private @Nullable Looker looker; // guarded by this; null while there are no listeners
  private boolean closed; // guarded by this

  FolderWatch(PersonaDirectory directory, StoreFailures failures, Pace pace) {
    this.directory = directory;
    this.failures = failures;
    this.pace = pace;
  }

  /** Adds a listener, who is told what differs from now. */
  PersonaListener.Registration add(PersonaListener listener)
      throws IOException, InterruptedException {
    looking.lockInterruptibly();
    try {
      Listening listening = new Listening(listener, look());
      begin(listening);
      return () -> end(listening);
    } finally {
      looking.unlock();
    }
  }

  private synchronized void begin(Listening listening) {
    if (closed) {
      return;
    }
    listeners.add(listening);
    if (looker == null) {
      looker = new Looker();
      looker.thread.start();
    }
  }

  private synchronized void end(Listening listening) {
    listening.ended = true;
    listeners.remove(listening);
    if (listeners.isEmpty()) {
      stop();
    }
  }

  private void stop() {
    if (looker != null) {
      looker.ended = true;
      looker.thread.interrupt();
      looker = null;
    }
  }

  /** Ends it for all listeners. Does not wait. */
  @Override
  public synchronized void close() {
    closed = true;
    listeners.forEach(listening -> listening.ended = true);
    listeners.clear();
    stop();
  }

  /** What the folder shows, but of files that are being written what it showed before. */
  private List<PersonaEntry> look() throws IOException {
    List<PersonaEntry> found = directory.scan().entries();
    unsettled = found.stream().anyMatch(PersonaFile::isChanging);
    if (unsettled) {
      Map<String, PersonaEntry> before =
          latest.stream().collect(Collectors.toMap(PersonaEntry::fileName, Function.identity()));
      found =
          found.stream()
              .flatMap(
                  entry ->
                      PersonaFile.isChanging(entry)
                          ? Stream.ofNullable(before.get(entry.fileName()))
                          : Stream.of(entry))
              .toList();
    }
    latest = found;
    return found;
  }

  /** Looks, and tells everybody. Returns when to look again if the bell is silent until then. */
  private Duration round(boolean armed) throws IOException, InterruptedException {
    List<Runnable> calls = new ArrayList<>();
    long start = System.nanoTime();
    Duration pause;
    looking.lockInterruptibly();
    try {
      List<PersonaEntry> now = look();
      listeners.forEach(listening -> calls.add(listening.advance(now)));
      pause = unsettled ? UNSETTLED : pause(armed, System.nanoTime() - start);
    } finally {
      looking.unlock();
    }
    calls.forEach(Runnable::run);
    return pause;
  }

  private Duration pause(boolean armed, long lookNanos) {
    Duration wanted = armed ? pace.armed : pace.silent;
    Duration cheap = Duration.ofNanos(lookNanos * LOOK_SHARE);
    Duration bounded = cheap.compareTo(LONGEST_PAUSE) < 0 ? cheap : LONGEST_PAUSE;
    return wanted.compareTo(bounded) < 0 ? bounded : wanted;
  }

  private static System.Logger log() {
    return System.getLogger("dev.holdfast.personas");
  }

  /** One who listens, and what he knows. */
  private static final class Listening {
    private final PersonaListener listener;
    private List<PersonaEntry> seen; // guarded by looking
    private volatile boolean ended;

    Listening(PersonaListener listener, List<PersonaEntry> seen) {
      this.listener = listener;
      this.seen = seen;
    }

    /** Takes note of a look; what is returned tells the listener. */
    Runnable advance(List<PersonaEntry> now) {
      List<PersonaChange> changes = PersonaChange.between(seen, now);
      seen = now;
      return () -> tell(changes);
    }

    private void tell(List<PersonaChange> changes) {
      if (changes.isEmpty() || ended) {
        return;
      }
      try {
        listener.changed(changes);
      } catch (RuntimeException | Error e) { // the others must be told
        log()
            .log(
                Level.WARNING,
                "the listener %s failed at %d changes of personas"
                    .formatted(listener.getClass().getName(), changes.size()),
                e);
      }
    }
  }

  /** The thread that looks, from the first listener to the last. */
  private final class Looker implements Runnable {
    private final Thread thread =
        Thread.ofPlatform().name("holdfast-watch").daemon().unstarted(this);
    private volatile boolean ended;
    private boolean failing;

    @Override
    public void run() {
      try (FolderBell bell = new FolderBell(directory.path())) {
        while (!ended) {
          try {
            bell.await(next(bell.arm()));
          } catch (InterruptedException e) {
            // Ended; or it was a listener's doing, and means nothing.
          }
        }
      }
    }

    /** A folder that cannot be read may come back. */
    private Duration next(boolean armed) throws InterruptedException {
      try {
        Duration pause = round(armed);
        failing = false;
        return pause;
      } catch (IOException e) {
        PersonaException failure = failures.of("watching the personas", e);
        warn(failure.getMessage() + ". It is tried again. " + failure.hint(), null);
      } catch (RuntimeException e) {
        warn("watching the personas failed unexpectedly; it is tried again", e);
      }
      return pace.silent;
    }

    private void warn(String message, @Nullable Throwable cause) {
      if (!failing && !ended) {
        failing = true;
        log().log(Level.WARNING, message, cause);
      }
    }
  }
}
