package dev.holdfast.personas;

import dev.holdfast.file.FileStamp;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the persona files of a directory without locks.
 *
 * <p>What was parsed is kept with the stamp of the file and a digest of its content: a file whose
 * stamp says "unchanged" is not read again, one with the same content is not parsed again.
 */
final class PersonaDirectory {

  /**
   * What was read.
   *
   * @param stamp of the file before and after; null if it changed meanwhile, or so shortly before
   *     that a later change might not show
   * @param digest of its content
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cached(@Nullable FileStamp stamp, byte[] digest, Loaded loaded) {}

  /** So often a directory that changes meanwhile is listed again. */
  private static final int MOST_ROUNDS = 20;

  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final int MOST_NAME_CHARS = 255;

  private final Path directory;
  private final Settling settling;
  private final Map<Path, Cached> cache = new ConcurrentHashMap<>();
  private volatile @Nullable Scan known;

  /**
   * @param directory its real path
   */
  PersonaDirectory(Path directory, Settling settling) {
    this.directory = directory;
    this.settling = settling;
  }

  Path path() {
    return directory;
  }

  /**
   * Reads everything: all personas that exist during the whole call, whatever others do meanwhile.
   * One that gets another file is under one of its names at any time, and under both for a moment,
   * in which it is read again; copies that somebody made stay.
   */
  Scan scan() throws IOException {
    long start = System.nanoTime();
    Scan last = known;
    Scan scan = pass(last);
    while (scan.hasNewCopies(last) && System.nanoTime() - start < Settling.QUIET.toNanos()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      scan = pass(scan);
    }
    known = scan;
    return scan;
  }

  private Scan pass(@Nullable Scan last) throws IOException {
    // Some file systems leave an entry out while it is being replaced. What was seen before is
    // looked for under its own name, which a replaced file never loses.
    Set<Path> candidates = new LinkedHashSet<>(cache.keySet());
    Map<Path, Loaded> found = new LinkedHashMap<>();
    boolean gone = true;
    for (int round = 0; gone && round < MOST_ROUNDS; round++) {
      Set<Path> listed = list();
      candidates.addAll(listed);
      gone = false;
      for (Path candidate : candidates) {
        if (!listed.contains(candidate) || !found.containsKey(candidate)) {
          Optional<Loaded> loaded = load(candidate);
          loaded.ifPresentOrElse(one -> found.put(candidate, one), () -> found.remove(candidate));
          gone |= loaded.isEmpty();
        }
      }
      // One that was there, and is gone, may have got another name that was not listed yet.
      candidates.retainAll(found.keySet());
    }
    List<Loaded> all = List.copyOf(found.values());
    return last != null && last.isOf(all) ? last : Scan.of(all);
  }

  /** The last scan, however old; a new one if there was none. */
  Scan known() throws IOException {
    Scan last = known;
    return last == null ? scan() : last;
  }

  /** Does it hold no persona file at all? */
  boolean isEmpty() throws IOException {
    return list().isEmpty();
  }

  /** Forgets everything that was read. */
  void forget() {
    cache.clear();
    known = null;
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
    try {
      FileStamp stamp = Settling.stampOf(path);
      Cached cached = cache.get(path);
      if (cached != null
          && cached.stamp != null
          && stamp != null
          && stamp.sameContentAs(cached.stamp)) {
        return Optional.of(cached.loaded);
      }
      return Optional.of(loadNew(path, stamp, cached));
    } catch (NoSuchFileException e) {
      cache.remove(path);
      return Optional.empty();
    }
  }

  private Loaded loadNew(Path path, @Nullable FileStamp before, @Nullable Cached cached)
      throws IOException {
    RawFile raw = settling.read(path);
    if (!(raw instanceof RawFile.Content(byte[] bytes)) || before == null) {
      cache.remove(path);
      return Loaded.of(path, raw.parse(path));
    }
    byte[] digest = digestOf(bytes);
    boolean same = cached != null && MessageDigest.isEqual(digest, cached.digest);
    Loaded loaded = cached != null && same ? cached.loaded : Loaded.of(path, raw.parse(path));
    // The stamp counts only if the content certainly belongs to it: the same before and after, and
    // old enough that a later change must show.
    boolean belongs = FileStamp.of(path).sameContentAs(before);
    cache.put(path, new Cached(belongs ? before : null, digest, loaded));
    return loaded;
  }

  /** Reads a file, whatever the cache has; empty if there is none. */
  Optional<Found> read(Path path) throws IOException {
    try {
      return Optional.of(Found.of(path, settling.read(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static byte[] digestOf(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The persona files of the directory: of all rounds together, while it changes. */
  private Set<Path> list() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      FileStamp before = FileStamp.of(directory);
      listInto(found);
      if (FileStamp.of(directory).sameContentAs(before)) {
        break;
      }
    }
    return found;
  }

  private void listInto(Set<Path> found) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (PersonaFile.isPersonaName(String.valueOf(entry.getFileName()))) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
