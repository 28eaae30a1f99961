package dev.holdfast.personas;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store of personas in a folder of Markdown files, one each. Whatever stands in the folder is
 * seen, also what was put there by hand; what is not a valid persona is shown with the reason and
 * left alone.
 *
 * <p>Looking up a unique id or a name for a change reads the whole folder once; after that its cost
 * does not grow with the folder. A copy that somebody makes by hand later, with the same name, is
 * noticed by the next {@link #list}, {@link #get} or {@link #validate}.
 */
public final class PersonaFolder implements PersonaStore {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

  private interface Operation<T> {
    T run() throws IOException, InterruptedException;
  }

  private final PersonaDirectory directory;
  private final Lookup lookup;
  private final PersonaLocks locks;
  private final StoreFailures failures;
  private final AtomicFiles files;
  private final String author;
  private final Clock clock;
  private volatile boolean closed;

  private PersonaFolder(
      Path real, FileLockManager locks, String author, Clock clock, Duration lockWait) {
    this.directory = new PersonaDirectory(real);
    this.lookup = new Lookup(directory);
    this.locks = new PersonaLocks(locks, lookup, lockWait);
    this.failures = new StoreFailures(real);
    this.files = locks.files();
    this.author = author;
    this.clock = clock;
  }

  /**
   * Opens a folder. It is created if it is missing, so that it survives a power cut. If it holds no
   * persona, the samples are written into it; of several processes that open it at once one does
   * this. Temporary files of dead writers are removed. A folder that this process may not write is
   * opened as it is.
   *
   * @param locks the lock domain of the folder; stays the caller's to close
   * @param author who is named as the author of new personas
   * @param clock for the dates of new personas
   * @throws IOException if the folder cannot be created or read, or the samples cannot be written
   * @throws PersonaException {@code INVALID_VALUE} if the author breaks the rule of the field;
   *     {@code BUSY} or {@code INTERRUPTED} while waiting to write the samples
   */
  public static PersonaFolder open(
      Path directory, FileLockManager locks, String author, Clock clock) throws IOException {
    return open(directory, locks, author, clock, LOCK_WAIT);
  }

  /** {@link #open(Path, FileLockManager, String, Clock)} with another wait for locks. */
  static PersonaFolder open(
      Path directory, FileLockManager locks, String author, Clock clock, Duration lockWait)
      throws IOException {
    EditRequest.refuseBreaches(Map.of(Field.AUTHOR, new FieldValue.Text(author)));
    if (!Files.isDirectory(directory)) {
      locks.files().createDirectories(directory);
    }
    PersonaFolder folder =
        new PersonaFolder(directory.toRealPath(), locks, author, clock, lockWait);
    if (Files.isWritable(folder.directory.path())) {
      folder.prepare();
    }
    return folder;
  }

  private void prepare() throws IOException {
    files.sweep(directory.path());
    if (!directory.isEmpty()) {
      return;
    }
    String operation = "writing the sample personas";
    try (LockHandle handle = locks.wholeFolder("write samples")) {
      if (directory.isEmpty()) { // else another process was first
        Samples.write(directory.path(), files, handle);
      }
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    } catch (LockException e) {
      throw failures.of(operation, e);
    }
  }

  @Override
  public List<PersonaEntry> list() {
    return guarded("listing the personas", () -> directory.scan().entries());
  }

  @Override
  public Persona get(String ref) {
    return guarded(
        "reading " + Show.quoted(ref),
        () ->
            switch (load(ref)) {
              case Persona persona -> persona;
              case InvalidPersona invalid -> throw invalidFile(invalid);
            });
  }

  @Override
  public ValidationReport validate(String ref) {
    return guarded(
        "validating " + Show.quoted(ref),
        () -> {
          PersonaEntry found = load(ref);
          Scan scan = directory.scan(); // also for what only shows beside the others
          PersonaEntry entry =
              scan.all().stream()
                  .filter(one -> one.fileName().equals(found.fileName()))
                  .findFirst()
                  .map(scan::entryOf)
                  .orElse(found);
          return new ValidationReport(entry.fileName(), entry instanceof Persona, entry.findings());
        });
  }

  private PersonaEntry load(String ref) throws IOException {
    Optional<Loaded> found = directory.load(lookup.require(ref, Lookup.Depth.THOROUGH));
    // A file that was deleted between the search and the reading is looked for once more.
    return found.isPresent()
        ? found.get().entry()
        : directory
            .load(lookup.require(ref, Lookup.Depth.THOROUGH))
            .orElseThrow(() -> PersonaLocks.restless(ref))
            .entry();
  }

  private static PersonaException invalidFile(InvalidPersona invalid) {
    Finding first =
        invalid.findings().stream()
            .filter(f -> f.severity() == Severity.ERROR)
            .findFirst()
            .orElseThrow();
    String place = first.line() == 0 ? "" : " (line %d)".formatted(first.line());
    return new PersonaException(
        Code.INVALID_FILE,
        "%s is not a valid persona: %s%s"
            .formatted(Show.plain(invalid.fileName()), first.message(), place),
        "Validate it to see everything that is wrong; then edit the field, or set the field source"
            + " to the whole, mended text.");
  }

  @Override
  public Persona create(NewPersona persona) {
    Map<Field, FieldValue> values = PersonaWriter.given(persona);
    EditRequest.refuseBreaches(values);
    Slugs slugs = Slugs.of(persona.name());
    return guarded(
        "creating " + Show.quoted(persona.name()),
        () ->
            locks.withName(
                slugs,
                "create",
                handles -> {
                  String slug = FreeNames.slug(persona.name(), slugs, directory.scan());
                  Draft draft = PersonaWriter.create(values, slug, author, clock.instant());
                  Path path = directory.path().resolve(slug + ".md");
                  try {
                    files.createNew(path, draft.bytes(), handles.apply(slug));
                  } catch (FileAlreadyExistsException e) {
                    throw FreeNames.taken(path, e);
                  }
                  return draft.file().persona();
                }));
  }

  @Override
  public EditResult edit(String ref, Map<String, String> changes) {
    EditRequest request = EditRequest.of(changes);
    return guarded(
        "editing " + Show.quoted(ref),
        () ->
            locks.withPersona(
                ref,
                "edit " + String.join(", ", request.fieldNames()),
                request::newName,
                (path, handle) -> edit(path, request, handle)));
  }

  private Optional<EditResult> edit(Path path, EditRequest request, LockHandle handle)
      throws IOException {
    Optional<PersonaFile> read = PersonaDirectory.read(path);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    PersonaFile before = read.get();
    Draft draft = Drafts.of(before, request);
    Optional<String> name = draft.file().name();
    if (!name.map(Names::key).equals(before.name().map(Names::key))) {
      FreeNames.requireUnused(name.orElseThrow(), directory.scan(), path);
    }
    files.write(path, draft.bytes(), handle);
    return Optional.of(
        new EditResult(draft.file().persona(), before.version(), request.fieldNames()));
  }

  @Override
  public PersonaEntry delete(String ref) {
    return guarded(
        "deleting " + Show.quoted(ref),
        () -> locks.withPersona(ref, "delete", _ -> Optional.empty(), this::delete));
  }

  private Optional<PersonaEntry> delete(Path path, LockHandle handle) throws IOException {
    Optional<PersonaFile> before = PersonaDirectory.read(path);
    boolean deleted = before.isPresent() && files.delete(path, handle);
    return deleted ? before.map(PersonaFile::entry) : Optional.empty();
  }

  @Override
  public void reload() {
    guarded(
        "reloading",
        () -> {
          directory.forget();
          return directory;
        });
  }

  @Override
  public String location() {
    return directory.path().toString();
  }

  @Override
  public void close() {
    closed = true;
  }

  private <T> T guarded(String operation, Operation<T> body) {
    if (closed) {
      throw new PersonaException(
          Code.CLOSED, operation + " was refused: the store is closed", "Open the store again.");
    }
    try {
      return body.run();
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    } catch (LockException e) {
      throw failures.of(operation, e);
    } catch (IOException e) {
      throw failures.of(operation, e);
    }
  }
}
