package dev.holdfast.personas;

import dev.holdfast.file.DirectoryWatch;
import dev.holdfast.file.FileStamp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps an index of the persona files of a directory up to date.
 *
 * <p>Where the system tells which entries of the directory changed, only these are looked at, and
 * those of which it does not tell; otherwise, and for a scan after {@link #MOST_AGE}, all of them.
 * See {@link DirectoryWatch} for what is told, and what is not.
 *
 * <p>One thread at a time brings the index up to date; whoever comes meanwhile waits for the next
 * one, which answers all who came before it began.
 */
final class IndexKeeper implements Closeable {

  /** So often a directory that changes meanwhile is listed again. */
  private static final int MOST_LISTINGS = 4;

  /** So often files are looked for again if one is gone, which may have got another name. */
  private static final int MOST_ROUNDS = 20;

  /** So often if it tells what changed meanwhile: such a round looks at little. */
  private static final int MOST_ROUNDS_TOLD = 100;

  /** After this time all files are looked at, for what the system does not tell. */
  static final Duration MOST_AGE = FileStamp.GRANULARITY;

  private final Path directory;
  private final FileCache cache;
  private final DirectoryWatch watch;
  private final PersonaIndex index = new PersonaIndex();

  /** Guards all that follows, and the index against others who bring it up to date. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Files that are looked at each time: nobody tells when they change. */
  private final Set<Path> untold = new HashSet<>();

  /** What is to be looked at next time. The value: read it whatever its stamp says? */
  private Map<Path, Boolean> pending = Map.of();

  private boolean everythingIsPending = true;
  private long lastOfEverythingNanos;

  /** The number of the last look that has begun; read without the lock. */
  private volatile long begun;

  /** The number of the last look that came to its end. */
  private volatile long done;

  IndexKeeper(Path directory, FileCache cache) {
    this.directory = directory;
    this.cache = cache;
    this.watch = DirectoryWatch.of(directory);
  }

  /** All files that exist during the whole call, whatever others do meanwhile. */
  Scan scan() throws IOException {
    return ask(true, PersonaIndex::scan);
  }

  /**
   * Asks the index when it knows of all changes that were complete before the call, but for those
   * that the system does not tell. The question must not wait for anything.
   */
  <T> T ask(Function<PersonaIndex, T> question) throws IOException {
    return ask(false, question);
  }

  /** The index, however old. */
  PersonaIndex known() throws IOException {
    return done == 0 ? ask(Function.identity()) : index;
  }

  private <T> T ask(boolean alsoUntold, Function<PersonaIndex, T> question) throws IOException {
    long before = begun;
    lock();
    try {
      boolean everything = alsoUntold && isOld();
      if (everything || done <= before) { // else one that began after this call has ended
        long number = begun + 1;
        begun = number;
        refresh(everything);
        done = number;
      }
      return question.apply(index);
    } finally {
      lock.unlock();
    }
  }

  /** An interrupt ends the wait for others only. */
  private void lock() throws ClosedByInterruptException {
    if (lock.tryLock()) {
      return;
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private boolean isOld() {
    return System.nanoTime() - lastOfEverythingNanos > MOST_AGE.toNanos();
  }

  /** Everything is looked at the next time. */
  void lookAtEverything() {
    lock.lock();
    try {
      everythingIsPending = true;
    } finally {
      lock.unlock();
    }
  }

  private void refresh(boolean everything) throws IOException {
    boolean all = everything || everythingIsPending;
    everythingIsPending = true; // if this comes to no end
    Map<Path, Boolean> candidates = candidates(watch.changes(), all);
    pending.forEach((path, read) -> candidates.merge(path, read, Boolean::logicalOr));
    untold.forEach(path -> candidates.putIfAbsent(path, false));
    pending = lookAtAll(candidates);
    everythingIsPending = !watch.isWatching();
  }

  /** Looks at files until nothing changes meanwhile; gives what is left to be looked at. */
  private Map<Path, Boolean> lookAtAll(Map<Path, Boolean> first) throws IOException {
    Map<Path, Boolean> candidates = first;
    Set<Path> changing = new HashSet<>(); // to wait for one of them twice would never end
    int most = watch.isWatching() ? MOST_ROUNDS_TOLD : MOST_ROUNDS;
    for (int round = 0; round < most && !candidates.isEmpty(); round++) {
      boolean gone = lookAt(candidates, changing);
      if (watch.isWatching()) {
        // A persona that is renamed meanwhile is not to be missing, nor to be shown twice.
        if (gone) {
          awaitRenaming();
        }
        candidates = candidates(watch.changes(), false);
      } else {
        candidates = new LinkedHashMap<>();
        if (gone) {
          addEverything(candidates);
        }
      }
      candidates.keySet().removeAll(changing); // they are looked at each time
    }
    return candidates;
  }

  /** Looks at files, and notes which are being written; tells if one of them is not there. */
  private boolean lookAt(Map<Path, Boolean> candidates, Set<Path> changing) throws IOException {
    boolean gone = false;
    for (Map.Entry<Path, Boolean> candidate : candidates.entrySet()) {
      Path path = candidate.getKey();
      Optional<FileCache.Look> look = cache.look(path, candidate.getValue());
      if (look.isEmpty()) {
        index.remove(path);
        untold.remove(path);
        gone = true;
        continue;
      }
      Loaded loaded = look.get().loaded();
      index.put(loaded);
      if (PersonaFile.isChanging(loaded.entry())) {
        changing.add(path);
      }
      if (look.get().told()) {
        untold.remove(path);
      } else {
        untold.add(path);
      }
    }
    return gone;
  }

  /** What is to be looked at after these changes. */
  private Map<Path, Boolean> candidates(DirectoryWatch.Changes changes, boolean everything)
      throws IOException {
    long nanos = System.nanoTime();
    Map<Path, Boolean> candidates = new LinkedHashMap<>();
    boolean anyIsMeant = addTold(changes.names(), candidates);
    if (everything || changes.everything() || anyIsMeant) {
      addEverything(candidates);
      lastOfEverythingNanos = nanos;
    }
    return candidates;
  }

  /** Adds the files that entries of these names mean; tells if any file may be meant. */
  private boolean addTold(Set<String> names, Map<Path, Boolean> candidates) throws IOException {
    Set<String> identities = new HashSet<>();
    boolean anyIsMeant = false;
    for (String name : names) {
      Path path = directory.resolve(name);
      boolean persona = PersonaFile.isPersonaName(name);
      if (persona) {
        candidates.put(path, true);
      }
      try {
        FileStamp stamp = FileStamp.ofRegularFile(path);
        if (stamp != null && !stamp.soleName()) {
          identities.add(stamp.identity()); // written through one name, it changed under all
        }
      } catch (NoSuchFileException e) {
        anyIsMeant |= !persona; // it may have been another name of a persona
      }
    }
    cache.withIdentities(identities).forEach(path -> candidates.put(path, true));
    return anyIsMeant;
  }

  /**
   * Adds all that was known and all that is listed. Some file systems leave an entry out while it
   * is being replaced: what was seen before is looked for under its own name, which a replaced file
   * never loses.
   */
  private void addEverything(Map<Path, Boolean> candidates) throws IOException {
    index.paths().forEach(path -> candidates.putIfAbsent(path, false));
    list().forEach(path -> candidates.putIfAbsent(path, false));
  }

  /**
   * One that was there, and is gone, may have got another name, of which nobody has told yet. Who
   * renames holds the lock of the directory until it is told, and who lists waits for that lock.
   */
  private void awaitRenaming() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      boolean _ = entries.iterator().hasNext();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  /**
   * The persona files of the directory. Of one that changes meanwhile, those of all rounds
   * together; what changes under a watch is told.
   */
  Set<Path> list() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (int round = 0; round < MOST_LISTINGS; round++) {
      FileStamp before = FileStamp.of(directory);
      listInto(found);
      if (watch.isWatching() || FileStamp.of(directory).sameContentAs(before)) {
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
