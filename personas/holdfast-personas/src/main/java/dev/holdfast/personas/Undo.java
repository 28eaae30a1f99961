package dev.holdfast.personas;

import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.personas.Lookup.Depth;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings back what a persona was, also one that is gone. */
final class Undo {

  private static final int MOST_ATTEMPTS = 20;

  private final Folder folder;
  private final FolderHistory history;
  private final FolderChanges changes;

  Undo(Folder folder, FolderChanges changes) {
    this.folder = folder;
    this.history = new FolderHistory(folder);
    this.changes = changes;
  }

  /** What is to stand there, and where. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Target(String slug, byte[] bytes) {}

  /** The file that is meant, there or gone, and what it is to be. */
  private record Plan(Path path, Target target) {
    private Set<String> slugs() {
      Set<String> slugs = new LinkedHashSet<>(List.of(slugOf(path), target.slug()));
      String fileName = String.valueOf(path.getFileName());
      slugs.addAll(PersonaLocks.slugsOf(PersonaFile.parse(fileName, target.bytes()).name()));
      return slugs;
    }
  }

  /**
   * What has to be locked is known once the history is read, and holds while it is locked: so it is
   * read again under the locks, with more of them until they are enough. That there is nothing to
   * undo is believed under them only; without them, others may change it between two looks.
   */
  UndoResult run(String ref, @Nullable String revision, @Nullable String expected)
      throws IOException, InterruptedException {
    Set<String> slugs = firstSlugs(ref, revision);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<UndoResult> done =
          folder
              .locks()
              .withSlugs(
                  slugs,
                  "undo",
                  handles -> {
                    Path path = pathOf(ref);
                    if (slugs.add(slugOf(path))) {
                      return Optional.empty();
                    }
                    Plan plan = plan(path, revision);
                    boolean enough = !slugs.addAll(plan.slugs());
                    return enough ? bringBack(plan, expected, handles) : Optional.empty();
                  });
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw PersonaLocks.restless(ref);
  }

  private Set<String> firstSlugs(String ref, @Nullable String revision) throws IOException {
    Set<String> slugs = new LinkedHashSet<>(Slugs.of(PersonaFile.stemOf(ref)).all());
    try {
      Path path = pathOf(ref);
      slugs.add(slugOf(path));
      slugs.addAll(plan(path, revision).slugs());
    } catch (PersonaException e) {
      // That is for the locked look to say.
    }
    return slugs;
  }

  private Plan plan(Path path, @Nullable String revision) throws IOException {
    return new Plan(path, target(slugOf(path), revision));
  }

  private Optional<UndoResult> bringBack(Plan plan, @Nullable String expected, LockHandles handles)
      throws IOException, InterruptedException {
    Optional<Found> before = folder.directory().read(plan.path());
    if (before.isPresent()) {
      history.require(before.get(), expected);
    } else if (expected != null) {
      throw Found.gone(plan.path(), expected);
    }
    return changes.bringBack(plan.path(), plan.target(), handles);
  }

  private Path pathOf(String ref) throws IOException {
    Optional<Path> there = folder.lookup().find(ref, Depth.QUICK);
    if (there.isPresent()) {
      return there.get();
    }
    Optional<DeletedPersona> gone = history.find(ref);
    return gone.isPresent()
        ? folder.directory().path().resolve(gone.get().fileName())
        : folder.lookup().require(ref, Depth.QUICK);
  }

  private static String slugOf(Path path) {
    return PersonaFile.stemOf(String.valueOf(path.getFileName()));
  }

  private Target target(String slug, @Nullable String revision) throws IOException {
    if (revision == null) {
      HistoryEntry latest = history.latest(slug);
      return new Target(
          PersonaFile.stemOf(latest.fileName()), kept(slug, latest.change().before()));
    }
    return new Target(slug, kept(slug, history.resolve(slug, revision)));
  }

  private byte[] kept(String slug, FileVersion version) throws IOException {
    return history.source(slug, version).orElseThrow(() -> FolderHistory.notKept(slug, version));
  }

  static PersonaException alreadyThere(PersonaFile file) {
    return new PersonaException(
        Code.INVALID_VALUE,
        "%s is at this revision already".formatted(Show.plain(file.fileName())),
        "Choose another one from its history.");
  }
}
