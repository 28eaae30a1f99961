package dev.holdfast.personas;

import dev.holdfast.file.FileVersion;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.personas.history.Operation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations that change one persona, each under its locks. */
final class FolderChanges {

  private final Folder folder;
  private final Recorder recorder;
  private final FolderHistory history;

  FolderChanges(Folder folder, Recorder recorder) {
    this.folder = folder;
    this.recorder = recorder;
    this.history = new FolderHistory(folder);
  }

  Persona create(NewPersona persona) throws IOException, InterruptedException {
    Map<Field, FieldValue> values = PersonaWriter.given(persona);
    EditRequest.refuseBreaches(values);
    Slugs slugs = Slugs.of(persona.name());
    return folder
        .locks()
        .withSlugs(
            slugs.all(),
            "create",
            handles -> {
              Draft draft =
                  folder
                      .directory()
                      .ask(
                          index -> {
                            String slug =
                                FreeNames.slug(persona.name(), slugs, index, Optional.empty());
                            return PersonaWriter.create(
                                values,
                                slug,
                                recorder.actor().user(),
                                instantOfFreeId(slug, index));
                          });
              createNew(Operation.CREATE, draft, PersonaLocks.of(handles, draft.file().slug()));
              return draft.file().persona();
            });
  }

  /** Now, or the next second whose id is free: one made in this second may have been renamed. */
  private Instant instantOfFreeId(String slug, PersonaIndex index) {
    Instant instant = folder.clock().instant();
    String user = recorder.actor().user();
    while (!index.identified(PersonaWriter.uniqueId(slug, user, instant)).isEmpty()) {
      instant = instant.plusSeconds(1);
    }
    return instant;
  }

  private void createNew(Operation operation, Draft draft, LockHandle handle)
      throws IOException, InterruptedException {
    Path path = pathOf(draft);
    try {
      recorder.create(operation, path, draft, handle);
    } catch (FileAlreadyExistsException e) {
      throw FreeNames.taken(path, e);
    }
  }

  private Path pathOf(Draft draft) {
    return folder.directory().path().resolve(draft.file().fileName());
  }

  EditResult edit(String ref, EditRequest request, @Nullable String expected)
      throws IOException, InterruptedException {
    return folder
        .locks()
        .withPersona(
            ref,
            "edit " + String.join(", ", request.fieldNames()),
            fileName -> PersonaLocks.slugsOf(request.newName(fileName)),
            (path, handles) -> edit(path, request, expected, handles));
  }

  private Optional<EditResult> edit(
      Path path, EditRequest request, @Nullable String expected, LockHandles handles)
      throws IOException, InterruptedException {
    Optional<Found> read = folder.directory().read(path);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Found before = read.get();
    history.require(before, expected);
    Draft draft = Drafts.of(before.file(), request);
    refuseTakenName(before, draft);
    recorder.replace(
        Operation.EDIT,
        before,
        draft,
        request.fieldNames(),
        PersonaLocks.of(handles, before.slug()));
    return Optional.of(
        new EditResult(draft.file().persona(), before.file().version(), request.fieldNames()));
  }

  private void refuseTakenName(Found before, Draft draft) throws IOException {
    Optional<String> name = draft.file().name();
    if (name.isPresent() && !name.map(Names::key).equals(before.file().name().map(Names::key))) {
      requireUnused(name.get(), before.path());
    }
  }

  private void requireUnused(String name, Path path) throws IOException {
    PersonaIndex _ =
        folder
            .directory()
            .ask(
                index -> {
                  FreeNames.requireUnused(name, index, path);
                  return index;
                });
  }

  PersonaEntry delete(String ref, @Nullable String expected)
      throws IOException, InterruptedException {
    return folder
        .locks()
        .withPersona(
            ref, "delete", _ -> Set.of(), (path, handles) -> delete(path, expected, handles));
  }

  private Optional<PersonaEntry> delete(Path path, @Nullable String expected, LockHandles handles)
      throws IOException, InterruptedException {
    Optional<Found> before = folder.directory().read(path);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    history.require(before.get(), expected);
    LockHandle handle = PersonaLocks.of(handles, before.get().slug());
    recorder.delete(Operation.DELETE, before.get(), handle);
    return before.map(found -> found.file().entry());
  }

  RenameResult rename(String ref, String newName, @Nullable String expected)
      throws IOException, InterruptedException {
    EditRequest request = EditRequest.of(Map.of(Field.NAME.key(), newName));
    return folder
        .locks()
        .withPersona(
            ref,
            "rename",
            fileName -> PersonaLocks.slugsOf(request.newName(fileName)),
            (path, handles) -> rename(path, request, newName, expected, handles));
  }

  private Optional<RenameResult> rename(
      Path path,
      EditRequest request,
      String newName,
      @Nullable String expected,
      LockHandles handles)
      throws IOException, InterruptedException {
    Optional<Found> read = folder.directory().read(path);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Found before = read.get();
    history.require(before, expected);
    Slugs slugs = Slugs.of(newName);
    String slug =
        folder.directory().ask(index -> FreeNames.slug(newName, slugs, index, Optional.of(path)));
    Draft edited = Drafts.of(before.file(), request);
    Draft draft = new Draft(edited.bytes(), PersonaFile.parse(slug + ".md", edited.bytes()));
    if (slug.equals(before.slug())) {
      recorder.replace(
          Operation.EDIT, before, draft, request.fieldNames(), PersonaLocks.of(handles, slug));
    } else {
      new Relocation(folder, recorder).run(Operation.RENAME, before, draft, handles.all());
    }
    return Optional.of(
        new RenameResult(
            draft.file().persona(),
            before.file().name().orElse(before.slug()),
            before.file().fileName()));
  }

  /** Brings back what stood there before; see {@link Undo} for how that is found. */
  Optional<UndoResult> bringBack(Path path, Undo.Target target, LockHandles handles)
      throws IOException, InterruptedException {
    Draft draft =
        new Draft(target.bytes(), PersonaFile.parse(target.slug() + ".md", target.bytes()));
    Optional<Found> before = folder.directory().read(path);
    if (before.isEmpty()) {
      Optional<String> name = draft.file().name();
      if (name.isPresent()) {
        requireUnused(name.get(), path);
      }
      createNew(Operation.UNDO, draft, PersonaLocks.of(handles, target.slug()));
    } else if (!target.slug().equals(before.get().slug())) {
      if (folder.directory().read(pathOf(draft)).isPresent()) {
        throw FreeNames.occupied(draft.file().fileName());
      }
      refuseTakenName(before.get(), draft);
      new Relocation(folder, recorder).run(Operation.UNDO, before.get(), draft, handles.all());
    } else {
      refuseTakenName(before.get(), draft);
      if (before.get().version().equals(FileVersion.of(draft.bytes()))) {
        throw Undo.alreadyThere(before.get().file());
      }
      recorder.replace(
          Operation.UNDO, before.get(), draft, List.of(), PersonaLocks.of(handles, target.slug()));
    }
    return Optional.of(new UndoResult(draft.file().entry(), String.valueOf(path.getFileName())));
  }
}
