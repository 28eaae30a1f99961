package dev.holdfast.personas;

import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandles;
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
  record Target(String slug, byte[] bytes) {
    private boolean isSameAs(Target other) {
      return slug.equals(other.slug) && FileVersion.of(bytes).equals(FileVersion.of(other.bytes));
    }
  }

  UndoResult run(String ref, @Nullable String revision, @Nullable String expected)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Path path = pathOf(ref);
      String slug = PersonaFile.stemOf(String.valueOf(path.getFileName()));
      Target target = target(slug, revision);
      Set<String> slugs = new LinkedHashSet<>(List.of(slug, target.slug()));
      slugs.addAll(PersonaLocks.slugsOf(PersonaFile.parse(slug + ".md", target.bytes()).name()));
      Optional<UndoResult> done =
          folder
              .locks()
              .withSlugs(
                  slugs, "undo", handles -> run(path, target, ref, revision, expected, handles));
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw PersonaLocks.restless(ref);
  }

  /** Empty if others changed it before the locks were had. */
  private Optional<UndoResult> run(
      Path path,
      Target target,
      String ref,
      @Nullable String revision,
      @Nullable String expected,
      LockHandles handles)
      throws IOException, InterruptedException {
    String slug = PersonaFile.stemOf(String.valueOf(path.getFileName()));
    if (!pathOf(ref).equals(path) || !target(slug, revision).isSameAs(target)) {
      return Optional.empty();
    }
    Optional<Found> before = folder.directory().read(path);
    if (before.isPresent()) {
      history.require(before.get(), expected);
    } else if (expected != null) {
      throw Found.gone(path, expected);
    }
    return changes.bringBack(path, target, handles);
  }

  /** The file that is meant, there or gone. */
  private Path pathOf(String ref) throws IOException {
    Optional<Path> found = folder.lookup().find(ref, Lookup.Depth.QUICK);
    if (found.isPresent()) {
      return found.get();
    }
    Optional<DeletedPersona> deleted = history.find(ref);
    return deleted.isPresent()
        ? folder.directory().path().resolve(deleted.get().fileName())
        : folder.lookup().require(ref, Lookup.Depth.QUICK);
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
