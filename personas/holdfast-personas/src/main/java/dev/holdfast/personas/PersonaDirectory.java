package dev.holdfast.personas;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the persona files of a directory without locks. */
final class PersonaDirectory implements Closeable {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final int MOST_NAME_CHARS = 255;

  private final Path directory;
  private final Settling settling;
  private final FileCache cache;
  private final IndexKeeper keeper;

  /** The last one whose copies were certain. */
  private volatile @Nullable Scan settled;

  /**
   * @param directory its real path
   */
  PersonaDirectory(Path directory, Settling settling) {
    this.directory = directory;
    this.settling = settling;
    this.cache = new FileCache(settling);
    this.keeper = new IndexKeeper(directory, cache);
  }

  Path path() {
    return directory;
  }

  /**
   * All personas that exist during the whole call, whatever others do meanwhile. One that gets
   * another file is under one of its names at any time, and under both for a moment, after which it
   * is looked at again; copies that somebody made stay.
   */
  Scan scan() throws IOException {
    long start = System.nanoTime();
    Scan last = settled;
    Scan scan = keeper.scan();
    while (scan.hasNewCopies(last) && System.nanoTime() - start < Settling.QUIET.toNanos()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      scan = keeper.scan();
    }
    settled = scan;
    return scan;
  }

  /**
   * Asks the index when it knows of all changes that were complete before the call, but for those
   * that the system does not tell. The question must not wait for anything.
   */
  <T> T ask(Function<PersonaIndex, T> question) throws IOException {
    return keeper.ask(question);
  }

  /** The index, however old. */
  PersonaIndex known() throws IOException {
    return keeper.known();
  }

  /** Does it hold no persona file at all? */
  boolean isEmpty() throws IOException {
    return keeper.list().isEmpty();
  }

  /** Forgets what was read. */
  void forget() {
    cache.clear();
    keeper.lookAtEverything();
  }

  /** Ends the watch. What is asked after this looks at everything. */
  @Override
  public void close() {
    keeper.close();
  }

  /**
   * The file of this name, if it exists. Names that could mean anything but a file in this very
   * directory, on any system, are not looked up.
   */
  Optional<Path> find(String fileName) {
    if (!isPlain(fileName)) {
      return Optional.empty();
    }
    try {
      // Where case does not count, this is the name as the directory has it.
      return Optional.of(directory.resolve(fileName).toRealPath(LinkOption.NOFOLLOW_LINKS));
    } catch (InvalidPathException | IOException e) {
      // Not there, or no name that this file system could have. If the folder itself cannot be
      // read, the search that follows says so.
      return Optional.empty();
    }
  }

  /** Can this be the name of a persona file, on any system? */
  static boolean isPlain(String fileName) {
    return PersonaFile.isPersonaName(fileName)
        && fileName.length() <= MOST_NAME_CHARS
        && !Slugs.isReserved(fileName)
        && fileName.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
  }

  /** A file as it is now; empty if there is none. An unchanged one is not parsed again. */
  Optional<Loaded> load(Path path) throws IOException {
    return cache.look(path, false).map(FileCache.Look::loaded);
  }

  /** Reads a file, whatever the cache has; empty if there is none. */
  Optional<Found> read(Path path) throws IOException {
    try {
      return Optional.of(Found.of(path, settling.read(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
