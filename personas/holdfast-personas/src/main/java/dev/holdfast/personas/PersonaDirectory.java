package dev.holdfast.personas;

import dev.holdfast.file.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the persona files of a directory without locks. Links are not followed, and nothing but
 * regular files is opened: a pipe would block whoever opens it.
 *
 * <p>What was parsed is kept with the stamp of the file, so that an unchanged file is not read
 * again.
 */
final class PersonaDirectory {

  /** What was read, and the stamp that the file had before and after. */
  private record Cached(FileStamp stamp, Loaded loaded) {}

  /** So often a directory that changes meanwhile is listed again. */
  private static final int MOST_ROUNDS = 4;

  private static final int MOST_NAME_CHARS = 255;

  private final Path directory;
  private final Map<Path, Cached> cache = new ConcurrentHashMap<>();
  private volatile @Nullable Scan known;

  /**
   * @param directory its real path
   */
  PersonaDirectory(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  /** Reads everything: all files that exist during the whole call, whatever others do meanwhile. */
  Scan scan() throws IOException {
    Set<Path> candidates = list();
    // Some file systems leave an entry out while it is being replaced. What was seen before is
    // looked for under its own name, which a replaced file never loses.
    candidates.addAll(cache.keySet());
    List<Loaded> all = new ArrayList<>(candidates.size());
    for (Path candidate : candidates) {
      load(candidate).ifPresent(all::add);
    }
    Scan scan = Scan.of(all);
    known = scan;
    return scan;
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
  Optional<Path> find(String fileName) throws IOException {
    if (!isPlain(fileName)) {
      return Optional.empty();
    }
    try {
      // Where case does not count, this is the name as the directory has it.
      Path found = directory.resolve(fileName).toRealPath(LinkOption.NOFOLLOW_LINKS);
      return directory.equals(found.getParent()) ? Optional.of(found) : Optional.empty();
    } catch (InvalidPathException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String fileName) {
    return PersonaFile.isPersonaName(fileName)
        && fileName.length() <= MOST_NAME_CHARS
        && !Slugs.isReserved(fileName)
        && fileName.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
  }

  /** A file as it is now; empty if there is none. An unchanged one comes from the cache. */
  Optional<Loaded> load(Path path) throws IOException {
    try {
      BasicFileAttributes found = attributes(path);
      if (found.isRegularFile()) {
        FileStamp stamp = FileStamp.of(path);
        Cached cached = cache.get(path);
        if (cached != null && stamp.sameContentAs(cached.stamp)) {
          return Optional.of(cached.loaded);
        }
        return Optional.of(loadNew(path, found, stamp));
      }
      return Optional.of(Loaded.of(path, parse(path, found)));
    } catch (NoSuchFileException e) {
      cache.remove(path);
      return Optional.empty();
    }
  }

  private Loaded loadNew(Path path, BasicFileAttributes found, FileStamp before)
      throws IOException {
    Loaded loaded = Loaded.of(path, parse(path, found));
    // Kept only if the content certainly belongs to the stamp: the same before and after, and old
    // enough that a later change must show.
    if (FileStamp.of(path).sameContentAs(before)) {
      cache.put(path, new Cached(before, loaded));
    } else {
      cache.remove(path);
    }
    return loaded;
  }

  /** Reads a file, whatever the cache has; empty if there is none. */
  Optional<PersonaFile> read(Path path) throws IOException {
    try {
      return Optional.of(parse(path, attributes(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static PersonaFile parse(Path path, BasicFileAttributes found) throws IOException {
    String fileName = String.valueOf(path.getFileName());
    if (!found.isRegularFile()) {
      return PersonaFile.notAFile(fileName, kindOf(found));
    }
    if (found.size() > PersonaRules.MAX_FILE_BYTES) {
      return PersonaFile.tooLarge(fileName);
    }
    try (InputStream in =
        Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return PersonaFile.parse(fileName, in.readNBytes(PersonaRules.MAX_FILE_BYTES + 1));
    } catch (NoSuchFileException | ClosedByInterruptException e) {
      throw e;
    } catch (AccessDeniedException e) {
      return PersonaFile.unreadable(fileName, "permission denied");
    } catch (IOException e) {
      return PersonaFile.unreadable(fileName, reasonOf(e));
    }
  }

  private static String kindOf(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return "a symbolic link";
    }
    return found.isDirectory() ? "a directory" : "a pipe, socket or device";
  }

  private static String reasonOf(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
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
