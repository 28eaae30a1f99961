package dev.holdfast.personas;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
    Optional<T> apply(Path path, LockHandles handles) throws IOException, InterruptedException;
  }

  /** What is done under locks. */
  interface Section<T> {
    T run(LockHandles handles) throws IOException, InterruptedException;
  }

  /** What else, beside the file of this name, a change needs the locks of. */
  interface AlsoNeeded {
    Set<String> slugs(String fileName) throws IOException;
  }

  private static final String ALL = "personas";

  /** So often an operation starts again because its file became another one meanwhile. */
  private static final int MOST_ATTEMPTS = 20;

  private final FileTree tree;
  private final Lookup lookup;
  private final Duration wait;

  /**
   * @param wait how long each operation queues for its locks
   */
  PersonaLocks(FileTree tree, Lookup lookup, Duration wait) {
    this.tree = tree;
    this.lookup = lookup;
    this.wait = wait;
  }

  /** Locks the whole folder against everybody who changes anything. */
  LockHandle wholeFolder(String purpose) throws IOException, InterruptedException {
    return tree.acquire(LockRequest.exclusive(ALL).waitAtMost(wait).purpose(purpose));
  }

  /** Runs {@code section} while nobody else can change the files of these slugs. */
  <T> T withSlugs(Collection<String> slugs, String purpose, Section<T> section)
      throws IOException, InterruptedException {
    try (LockHandles handles = tree.acquireAll(requests(slugs, purpose))) {
      return section.run(handles);
    }
  }

  /** The slugs that a persona of this name can get. */
  static Set<String> slugsOf(Optional<String> name) {
    return name.map(Slugs::of).map(slugs -> Set.copyOf(slugs.all())).orElse(Set.of());
  }

  /** The handle of a slug. */
  static LockHandle of(LockHandles handles, String slug) {
    return handles.of(resource(slug));
  }

  /**
   * Runs {@code change} under the lock of the file that {@code ref} means.
   *
   * @param also whose locks the change needs too
   */
  <T> T withPersona(String ref, String purpose, AlsoNeeded also, Change<T> change)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Path path = lookup.require(ref, Lookup.Depth.QUICK);
      String fileName = String.valueOf(path.getFileName());
      String slug = PersonaFile.stemOf(fileName);
      Set<String> slugs = new LinkedHashSet<>();
      slugs.add(slug);
      slugs.addAll(also.slugs(fileName));
      try (LockHandles handles = tree.acquireAll(requests(slugs, purpose))) {
        // Before the lock was had, the file may have been deleted, or its name given to another.
        if (lookup.find(ref, Lookup.Depth.QUICK).equals(Optional.of(path))) {
          Optional<T> done = change.apply(path, handles);
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

  private List<LockRequest> requests(Collection<String> slugs, String purpose) {
    Set<String> resources = new LinkedHashSet<>();
    slugs.forEach(slug -> resources.add(resource(slug)));
    List<LockRequest> requests = new ArrayList<>();
    requests.add(LockRequest.shared(ALL).waitAtMost(wait).purpose(purpose));
    for (String resource : resources) {
      requests.add(LockRequest.exclusive(resource).waitAtMost(wait).purpose(purpose));
    }
    return requests;
  }

  private static String resource(String slug) {
    return "persona:" + slug.toLowerCase(Locale.ROOT);
  }
}
