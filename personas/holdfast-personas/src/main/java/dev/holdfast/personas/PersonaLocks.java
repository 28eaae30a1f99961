package dev.holdfast.personas;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The locks of a folder: {@code personas} over all of it, {@code persona:<slug>} over one file. The
 * slug is in lower case, so that the lock is the same where the file system ignores case.
 *
 * <p>Whoever gives a name to a persona holds the slugs that the name can get. Names that are equal
 * have equal slugs, so two that want one name meet at its first slug.
 */
final class PersonaLocks {

  /** What is done to a file under its lock; empty asks to look for the file again. */
  interface Change<T> {
    Optional<T> apply(Path path, LockHandle handle) throws IOException;
  }

  /** What is done under the locks of a name. */
  interface Naming<T> {
    T apply(Function<String, LockHandle> handleOfSlug) throws IOException;
  }

  private static final String ALL = "personas";

  /** So often an operation starts again because its file became another one meanwhile. */
  private static final int MOST_ATTEMPTS = 20;

  private final FileLockManager locks;
  private final Lookup lookup;
  private final Duration wait;

  /**
   * @param wait how long each operation queues for its locks
   */
  PersonaLocks(FileLockManager locks, Lookup lookup, Duration wait) {
    this.locks = locks;
    this.lookup = lookup;
    this.wait = wait;
  }

  /** Locks the whole folder against everybody who changes anything. */
  LockHandle wholeFolder(String purpose) throws InterruptedException {
    return locks.acquire(LockRequest.exclusive(ALL).waitAtMost(wait).purpose(purpose));
  }

  /** Runs {@code naming} while nobody else can give a persona the name of {@code slugs}. */
  <T> T withName(Slugs slugs, String purpose, Naming<T> naming)
      throws IOException, InterruptedException {
    try (LockHandles handles = locks.acquireAll(requests(slugs.all(), purpose))) {
      return naming.apply(slug -> handles.of(resource(slug)));
    }
  }

  /**
   * Runs {@code change} under the lock of the file that {@code ref} means.
   *
   * @param newName the name that the change gives to the file of this name, if it gives one
   */
  <T> T withPersona(
      String ref, String purpose, Function<String, Optional<String>> newName, Change<T> change)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Path path = lookup.require(ref, Lookup.Depth.QUICK);
      String fileName = String.valueOf(path.getFileName());
      String slug = PersonaFile.stemOf(fileName);
      Set<String> slugs = new LinkedHashSet<>();
      slugs.add(slug);
      newName.apply(fileName).map(Slugs::of).ifPresent(s -> slugs.addAll(s.all()));
      try (LockHandles handles = locks.acquireAll(requests(slugs, purpose))) {
        // Before the lock was had, the file may have been deleted, or its name given to another.
        if (lookup.find(ref, Lookup.Depth.QUICK).equals(Optional.of(path))) {
          Optional<T> done = change.apply(path, handles.of(resource(slug)));
          if (done.isPresent()) {
            return done.get();
          }
        }
      }
    }
    throw restless(ref);
  }

  static PersonaException restless(String ref) {
    return new PersonaException(
        Code.BUSY,
        "%s was replaced by others again and again; nothing was changed"
            .formatted(Show.quoted(ref)),
        "Repeat it in a moment.");
  }

  private List<LockRequest> requests(Iterable<String> slugs, String purpose) {
    List<LockRequest> requests = new ArrayList<>();
    requests.add(LockRequest.shared(ALL).waitAtMost(wait).purpose(purpose));
    for (String slug : slugs) {
      requests.add(LockRequest.exclusive(resource(slug)).waitAtMost(wait).purpose(purpose));
    }
    return requests;
  }

  private static String resource(String slug) {
    return "persona:" + slug.toLowerCase(Locale.ROOT);
  }
}
