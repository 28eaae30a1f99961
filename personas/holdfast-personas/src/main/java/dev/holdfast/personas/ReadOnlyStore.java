package dev.holdfast.personas;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that takes no changes, whatever the store behind it takes. */
final class ReadOnlyStore implements PersonaStore {

  private final PersonaStore store;

  ReadOnlyStore(PersonaStore store) {
    this.store = store;
  }

  private static PersonaException refused(String operation) {
    return new PersonaException(
        Code.READ_ONLY,
        operation + " was refused: the personas are open for reading only",
        "Nothing was changed. Open them for changes, if these are wanted.");
  }

  @Override
  public PersonaStore as(Actor actor) {
    return new ReadOnlyStore(store.as(actor));
  }

  @Override
  public PersonaStore readOnly() {
    return this;
  }

  @Override
  public Actor actor() {
    return store.actor();
  }

  @Override
  public List<PersonaEntry> list() {
    return store.list();
  }

  @Override
  public Persona get(String ref) {
    return store.get(ref);
  }

  @Override
  public PersonaSource source(String ref, @Nullable String revision) {
    return store.source(ref, revision);
  }

  @Override
  public void readAll(ImportSource.Receiver receiver) throws IOException {
    store.readAll(receiver);
  }

  @Override
  public Persona create(NewPersona persona) {
    throw refused("creating " + Show.quoted(persona.name()));
  }

  @Override
  public EditResult edit(String ref, Map<String, String> changes, @Nullable String expected) {
    throw refused("editing " + Show.quoted(ref));
  }

  @Override
  public RenameResult rename(String ref, String newName, @Nullable String expected) {
    throw refused("renaming " + Show.quoted(ref));
  }

  @Override
  public PersonaEntry delete(String ref, @Nullable String expected) {
    throw refused("deleting " + Show.quoted(ref));
  }

  @Override
  public List<PersonaEntry> deleteAll(Collection<String> refs) {
    throw refused("deleting %d personas".formatted(refs.size()));
  }

  @Override
  public List<HistoryEntry> history(String ref) {
    return store.history(ref);
  }

  @Override
  public List<DeletedPersona> deleted() {
    return store.deleted();
  }

  @Override
  public UndoResult undo(String ref, @Nullable String revision, @Nullable String expected) {
    throw refused("undoing " + Show.quoted(ref));
  }

  @Override
  public ImportReport importAll(ImportSource source, ImportOptions options) throws IOException {
    if (!options.dryRun()) {
      throw refused("importing");
    }
    return store.importAll(source, options);
  }

  @Override
  public RestoreReport restore(ImportSource source, Optional<Set<String>> only, boolean dryRun)
      throws IOException {
    if (!dryRun) {
      throw refused("restoring");
    }
    return store.restore(source, only, true);
  }

  @Override
  public ValidationReport validate(String ref) {
    return store.validate(ref);
  }

  @Override
  public PersonaListener.Registration watch(PersonaListener listener) {
    return store.watch(listener);
  }

  @Override
  public void reload() {
    store.reload();
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }
}
