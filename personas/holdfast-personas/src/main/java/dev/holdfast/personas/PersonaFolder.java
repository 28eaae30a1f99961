package dev.holdfast.personas;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.personas.history.HistoryLog;
import dev.holdfast.personas.history.Retention;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A store of personas in a folder of Markdown files, one each. Whatever stands in the folder is
 * seen, also what was put there by hand; what is not a valid persona is shown with the reason and
 * left alone.
 *
 * <p>Each call sees what any process had finished changing before. On Linux the directory tells
 * what changed, and nothing else is looked at: the cost of a call does not grow with the folder,
 * but for the first one. What no directory tells ({@link dev.holdfast.file.DirectoryWatch} lists
 * it: a file that is written through mapped memory or a hard link made elsewhere a moment ago) is
 * seen by the first {@link #list}, {@link #get} by name or {@link #validate} that comes 2.5 s after
 * the last look at all files. Elsewhere all files are looked at each time.
 *
 * <p>The store keeps a descriptor open for this; {@link #close} closes it.
 */
public final class PersonaFolder implements PersonaStore {

  private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

  /** So often a persona is looked for again because it got another file meanwhile. */
  private static final int MOST_ATTEMPTS = 20;

  private interface Operation<T> {
    T run() throws IOException, InterruptedException;
  }

  private final Folder folder;
  private final StoreFailures failures;
  private final Recorder recorder;
  private final FolderChanges changes;
  private final FolderWatch watch;
  private final AtomicBoolean closed;

  private PersonaFolder(
      Folder folder, StoreFailures failures, Actor actor, FolderWatch watch, AtomicBoolean closed) {
    this.folder = folder;
    this.watch = watch;
    this.failures = failures;
    this.recorder = new Recorder(folder, actor);
    this.changes = new FolderChanges(folder, recorder);
    this.closed = closed;
  }

  /**
   * Opens a folder. It is created if it is missing, so that it survives a power cut. If it holds no
   * persona, the samples are written into it; of several processes that open it at once one does
   * this. What dead processes left half done is finished, and their temporary files are removed. A
   * folder that this process may not write is opened as it is.
   *
   * @param locks the lock domain of the folder; stays the caller's to close
   * @param actor who is named as the author of new personas, and in the history
   * @param clock for the dates of new personas and changes
   * @throws IOException if the folder cannot be created or read, or the samples cannot be written
   * @throws PersonaException {@code INVALID_VALUE} if the user breaks the rule for authors; {@code
   *     BUSY} or {@code INTERRUPTED} while waiting to write the samples
   */
  public static PersonaFolder open(Path directory, FileLockManager locks, Actor actor, Clock clock)
      throws IOException {
    return open(directory, locks, actor, clock, LOCK_WAIT);
  }

  /** {@link #open(Path, FileLockManager, Actor, Clock)} with another wait for locks. */
  static PersonaFolder open(
      Path directory, FileLockManager locks, Actor actor, Clock clock, Duration lockWait)
      throws IOException {
    refuseAsAuthor(actor);
    if (!Files.isDirectory(directory)) {
      locks.files().createDirectories(directory);
    }
    PersonaFolder store = unprepared(directory, locks, actor, clock, lockWait);
    if (Files.isWritable(directory)) {
      store.prepare();
    }
    return store;
  }

  /**
   * Opens a folder {@link #readOnly}. Nothing is created in it, neither samples nor itself. Only
   * what dead processes left half done is finished, where this process may write: half of it must
   * not be read.
   *
   * @throws IOException if the folder is missing or cannot be read
   * @throws PersonaException as {@link #open(Path, FileLockManager, Actor, Clock)}
   */
  public static PersonaStore openReadOnly(
      Path directory, FileLockManager locks, Actor actor, Clock clock) throws IOException {
    refuseAsAuthor(actor);
    PersonaFolder store = unprepared(directory, locks, actor, clock, LOCK_WAIT);
    if (Files.isWritable(directory)) {
      boolean _ = store.guarded("opening the folder", () -> store.folder.tree().recover());
    }
    return store.readOnly();
  }

  private static PersonaFolder unprepared(
      Path directory, FileLockManager locks, Actor actor, Clock clock, Duration lockWait)
      throws IOException {
    Path real = directory.toRealPath();
    HistoryLog log = new HistoryLog(real, locks);
    PersonaDirectory files = new PersonaDirectory(real, new Settling(log::isRecent));
    FileTree tree = FileTree.at(real, locks);
    Lookup lookup = new Lookup(files);
    Folder folder =
        new Folder(
            files,
            tree,
            lookup,
            new PersonaLocks(tree, lookup, lockWait),
            log,
            Retention.DEFAULT,
            clock);
    StoreFailures failures = new StoreFailures(real);
    FolderWatch watch = new FolderWatch(files, failures, FolderWatch.Pace.USUAL);
    return new PersonaFolder(folder, failures, actor, watch, new AtomicBoolean());
  }

  /** Is this one of the sample personas, as it came with the program? */
  public static boolean isSample(String fileName, byte[] content) {
    return Samples.contain(fileName, content);
  }

  private static void refuseAsAuthor(Actor actor) {
    EditRequest.refuseBreaches(Map.of(Field.AUTHOR, new FieldValue.Text(actor.user())));
  }

  private void prepare() throws IOException {
    String operation = "opening the folder";
    try {
      boolean _ = folder.tree().recover();
      List<Path> _ = folder.tree().sweepJournal();
      folder.log().recover();
      new FolderSnapshot(folder).sweep();
      folder.tree().files().sweep(folder.directory().path());
      forgetLongGone();
      if (folder.directory().isEmpty()) {
        operation = "writing the sample personas";
        writeSamples();
      }
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    } catch (LockException e) {
      throw failures.of(operation, e);
    }
  }

  private void forgetLongGone() throws IOException, InterruptedException {
    Instant limit = folder.clock().instant().minus(folder.retention().deleted());
    for (String slug : folder.log().untouchedSince(limit)) {
      String fileName = slug + ".md";
      if (folder.directory().find(fileName).isEmpty()) {
        boolean _ =
            folder
                .locks()
                .withSlugs(
                    List.of(slug),
                    "forget the history of a deleted persona",
                    _ -> {
                      boolean gone = folder.directory().find(fileName).isEmpty();
                      if (gone) {
                        folder.log().forget(slug);
                      }
                      return gone;
                    });
      }
    }
  }

  private void writeSamples() throws IOException, InterruptedException {
    try (LockHandle handle = folder.locks().wholeFolder("write samples")) {
      if (folder.directory().isEmpty()) { // else another process was first
        Samples.write(folder.directory().path(), folder.tree().files(), handle);
      }
    }
  }

  @Override
  public PersonaStore as(Actor other) {
    refuseAsAuthor(other);
    return new PersonaFolder(folder, failures, other, watch, closed);
  }

  @Override
  public Actor actor() {
    return recorder.actor();
  }

  @Override
  public List<PersonaEntry> list() {
    return guarded("listing the personas", () -> folder.directory().scan().entries());
  }

  @Override
  public Persona get(String ref) {
    return guarded(
        "reading " + Show.quoted(ref),
        () ->
            switch (load(ref)) {
              case Persona persona -> persona;
              case InvalidPersona invalid ->
                  throw invalidFile(invalid.fileName(), invalid.findings());
            });
  }

  @Override
  public ValidationReport validate(String ref) {
    return guarded(
        "validating " + Show.quoted(ref),
        () -> {
          PersonaEntry found = load(ref);
          PersonaEntry entry = // also for what only shows beside the others
              folder.directory().scan().entries().stream()
                  .filter(one -> one.fileName().equals(found.fileName()))
                  .findFirst()
                  .orElse(found);
          return new ValidationReport(entry.fileName(), entry instanceof Persona, entry.findings());
        });
  }

  private PersonaEntry load(String ref) throws IOException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Loaded> found =
          folder.directory().load(folder.lookup().require(ref, Lookup.Depth.THOROUGH));
      if (found.isPresent()) {
        return found.get().entry();
      }
      // It got another file, or was deleted, between the search and the reading.
    }
    throw PersonaLocks.restless(ref);
  }

  private static PersonaException invalidFile(String fileName, List<Finding> findings) {
    Finding first =
        findings.stream().filter(f -> f.severity() == Severity.ERROR).findFirst().orElseThrow();
    String place = first.line() == 0 ? "" : " (line %d)".formatted(first.line());
    return new PersonaException(
        Code.INVALID_FILE,
        "%s is not a valid persona: %s%s".formatted(Show.plain(fileName), first.message(), place),
        "Validate it to see everything that is wrong; then edit the field, or set the field source"
            + " to the whole, mended text.");
  }

  @Override
  public PersonaSource source(String ref, @Nullable String revision) {
    return guarded(
        "reading " + Show.quoted(ref),
        () -> {
          FolderHistory history = new FolderHistory(folder);
          String slug = slugOf(ref, history);
          if (revision == null) {
            return present(folder.lookup().require(ref, Lookup.Depth.QUICK));
          }
          FileVersion version = history.resolve(slug, revision);
          byte[] bytes =
              history.source(slug, version).orElseThrow(() -> FolderHistory.notKept(slug, version));
          return new PersonaSource(slug + ".md", version.toString(), bytes);
        });
  }

  private PersonaSource present(Path path) throws IOException {
    Found found = folder.directory().read(path).orElseThrow(() -> PersonaLocks.restless("it"));
    if (!(found.raw() instanceof RawFile.Content(byte[] bytes))) {
      throw invalidFile(found.file().fileName(), found.file().findings());
    }
    return new PersonaSource(found.file().fileName(), found.file().revision(), bytes);
  }

  /** Of a persona that is there, or gone. */
  private String slugOf(String ref, FolderHistory history) throws IOException {
    Optional<Path> found = folder.lookup().find(ref, Lookup.Depth.QUICK);
    if (found.isEmpty()) {
      Optional<DeletedPersona> gone = history.find(ref);
      if (gone.isPresent()) {
        return PersonaFile.stemOf(gone.get().fileName());
      }
    }
    Path path = found.isPresent() ? found.get() : folder.lookup().require(ref, Lookup.Depth.QUICK);
    return PersonaFile.stemOf(String.valueOf(path.getFileName()));
  }

  @Override
  public void readAll(ImportSource.Receiver receiver) throws IOException {
    boolean _ =
        checked(
            "reading all personas",
            () -> {
              new FolderSnapshot(folder).read(receiver);
              return true;
            });
  }

  @Override
  public Persona create(NewPersona persona) {
    return guarded("creating " + Show.quoted(persona.name()), () -> changes.create(persona));
  }

  @Override
  public EditResult edit(String ref, Map<String, String> fields, @Nullable String expected) {
    EditRequest request = EditRequest.of(fields);
    return guarded("editing " + Show.quoted(ref), () -> changes.edit(ref, request, expected));
  }

  @Override
  public RenameResult rename(String ref, String newName, @Nullable String expected) {
    return guarded("renaming " + Show.quoted(ref), () -> changes.rename(ref, newName, expected));
  }

  @Override
  public PersonaEntry delete(String ref, @Nullable String expected) {
    return guarded("deleting " + Show.quoted(ref), () -> changes.delete(ref, expected));
  }

  @Override
  public List<PersonaEntry> deleteAll(Collection<String> refs) {
    return guarded(
        "deleting %d personas".formatted(refs.size()),
        () -> new ManyDeleted(folder, recorder, refs).run());
  }

  @Override
  public List<HistoryEntry> history(String ref) {
    return guarded(
        "reading the history of " + Show.quoted(ref),
        () -> {
          FolderHistory history = new FolderHistory(folder);
          return history.of(slugOf(ref, history));
        });
  }

  @Override
  public List<DeletedPersona> deleted() {
    return guarded("listing what was deleted", () -> new FolderHistory(folder).deleted());
  }

  @Override
  public UndoResult undo(String ref, @Nullable String revision, @Nullable String expected) {
    return guarded(
        "undoing " + Show.quoted(ref),
        () -> new Undo(folder, changes).run(ref, revision, expected));
  }

  @Override
  public ImportReport importAll(ImportSource source, ImportOptions options) throws IOException {
    return checked("importing", () -> new Importer(folder, recorder, source, options).run());
  }

  @Override
  public RestoreReport restore(ImportSource source, Optional<Set<String>> only, boolean dryRun)
      throws IOException {
    FolderRestorer restorer = new FolderRestorer(folder, recorder, source, only);
    return checked("restoring", () -> dryRun ? restorer.preview() : restorer.run());
  }

  @Override
  public PersonaListener.Registration watch(PersonaListener listener) {
    return guarded("watching the personas", () -> watch.add(listener));
  }

  @Override
  public void reload() {
    guarded(
        "reloading",
        () -> {
          folder.directory().forget();
          return folder;
        });
  }

  @Override
  public String location() {
    return folder.directory().path().toString();
  }

  @Override
  public void close() {
    closed.set(true);
    watch.close();
    folder.directory().close();
  }

  private <T> T guarded(String operation, Operation<T> body) {
    try {
      return checked(operation, body);
    } catch (IOException e) {
      throw failures.of(operation, e);
    }
  }

  /** Lets through what cannot be told from a failure of the other side. */
  private <T> T checked(String operation, Operation<T> body) throws IOException {
    if (closed.get()) {
      throw new PersonaException(
          Code.CLOSED, operation + " was refused: the store is closed", "Open the store again.");
    }
    try {
      return body.run();
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    } catch (LockException e) {
      throw failures.of(operation, e);
    }
  }
}
