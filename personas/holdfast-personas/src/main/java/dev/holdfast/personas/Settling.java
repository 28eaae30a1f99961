package dev.holdfast.personas;

import dev.holdfast.file.FileStamp;
import dev.holdfast.file.FileVersion;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that other programs may be writing just now. An editor that empties a file and then
 * fills it shows, for a moment, a part of the text. So a file that was changed a moment ago, and
 * not by a store, which replaces files whole, is read again when it has been left alone for {@link
 * #QUIET}.
 */
final class Settling {

  /** How long nobody may have written to a file. */
  static final Duration QUIET = Duration.ofMillis(100);

  private static final Duration MOST = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Knows what stores have written. */
  interface Known {
    boolean isRecent(String slug, FileVersion version) throws IOException;
  }

  private final Known known;

  Settling(Known known) {
    this.known = known;
  }

  /**
   * What stands there when nobody is writing.
   *
   * @throws java.nio.file.NoSuchFileException if nothing does
   */
  RawFile read(Path path) throws IOException {
    long start = System.nanoTime();
    for (boolean first = true; ; first = false) {
      FileStamp stamp = stampOf(path);
      RawFile raw = RawFile.read(path);
      if (stamp == null
          || !(raw instanceof RawFile.Content(byte[] bytes))
          || (isQuiet(stamp, stampOf(path)) && !(first && bytes.length == 0))) {
        return raw;
      }
      String fileName = String.valueOf(path.getFileName());
      if (known.isRecent(PersonaFile.stemOf(fileName), FileVersion.of(bytes))) {
        return raw;
      }
      if (System.nanoTime() - start > MOST.toNanos()) {
        return new RawFile.Broken(PersonaFile.changing(fileName));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /**
   * Was nobody writing, neither shortly before the file was read nor while it was? While Linux
   * empties a file, it has the new size and the old time: one that is empty must be looked at
   * twice.
   */
  private static boolean isQuiet(FileStamp before, @Nullable FileStamp after) {
    // Negative if this thread had to wait while it looked; far below, somebody set the time.
    Duration age = Duration.between(before.modified(), before.taken());
    return after != null
        && before.identity().equals(after.identity())
        && before.size() == after.size()
        && before.modified().equals(after.modified())
        && (age.compareTo(QUIET) > 0 || age.compareTo(MOST.negated()) < 0);
  }

  /** Null if it is not a regular file; a stamp of a link would be that of its target. */
  static @Nullable FileStamp stampOf(Path path) throws IOException {
    return FileStamp.ofRegularFile(path);
  }
}
