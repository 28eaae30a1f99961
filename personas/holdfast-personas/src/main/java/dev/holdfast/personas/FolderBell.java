package dev.holdfast.personas;

import dev.holdfast.file.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings when a persona file of a folder may have changed. For one thread.
 *
 * <p>It is only a hint when to look: it may ring for nothing, and where the system does not tell
 * (network file systems, too many watches, a folder that was replaced by another) it does not ring
 * at all.
 */
final class FolderBell implements AutoCloseable {

  /** So long nothing must have happened before it rings: changes often come in groups. */
  private static final Duration QUIET = Duration.ofMillis(50);

  /** So long after the first change it rings anyway. */
  private static final Duration MOST = Duration.ofSeconds(1);

  private final Path folder;
  private @Nullable WatchService service;
  private @Nullable WatchKey key;
  private String identity = "";

  FolderBell(Path folder) {
    this.folder = folder;
  }

  /**
   * Sees to it that it rings for what changes from now on, if the system can do that. To be called
   * again before each look: the folder may be another one by now.
   *
   * @return will it ring?
   */
  boolean arm() {
    try {
      String found = FileStamp.of(folder).identity();
      if (key == null || !key.isValid() || !found.equals(identity)) {
        disarm();
        if (service == null) {
          service = folder.getFileSystem().newWatchService();
        }
        key =
            folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        identity = found;
      }
    } catch (IOException | UnsupportedOperationException e) {
      disarm();
    }
    return key != null;
  }

  private void disarm() {
    if (key != null) {
      key.cancel();
      key = null;
    }
  }

  /** Waits until it rings, or this much time has passed. */
  void await(Duration atMost) throws InterruptedException {
    if (service == null) {
      TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
      return;
    }
    long end = System.nanoTime() + atMost.toNanos();
    long latest = end;
    boolean rung = false;
    for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
      WatchKey told = service.poll(left, TimeUnit.NANOSECONDS);
      if (told == null) {
        return;
      }
      if (isOfPersonas(told)) {
        long now = System.nanoTime();
        if (!rung) {
          rung = true;
          latest = now + MOST.toNanos();
        }
        end = now + Math.min(QUIET.toNanos(), latest - now);
      }
    }
  }

  /**
   * Takes what the system told. What happens from here on is told again: so a look that follows
   * sees all that was taken, and what it does not see rings once more.
   */
  private boolean isOfPersonas(WatchKey told) {
    boolean found = false;
    for (WatchEvent<?> event : told.pollEvents()) {
      found |= !(event.context() instanceof Path name) || PersonaFile.isPersonaName(name + "");
    }
    boolean lives = told.reset();
    return found || !lives; // without a name: more has happened than the system could note
  }

  @Override
  public void close() {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        // It is not used any more.
      }
    }
  }
}
