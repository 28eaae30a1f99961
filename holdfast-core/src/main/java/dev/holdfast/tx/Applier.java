package dev.holdfast.tx;

import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.os.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts a committed transaction into place, durably. Every step looks whether it was done before, so
 * it can be cut short and begun again, any number of times; {@code
 * docs/decisions/0010-transactions.md} argues each case.
 */
final class Applier {

  private final Path root;
  private final Path stage;
  private final boolean again;

  /** Directories with names that may not be durable. */
  private final Set<Path> touched = new LinkedHashSet<>();

  /** Directories that are there. */
  private final Set<Path> prepared = new HashSet<>();

  /** Those that have new directories. */
  private final Set<Path> created = new LinkedHashSet<>();

  /**
   * For one transaction.
   *
   * @param again may somebody have begun it before?
   */
  Applier(Path root, Path stage, boolean again) {
    this.root = root;
    this.stage = stage;
    this.again = again;
  }

  void apply(List<Entry> entries) throws IOException {
    boolean woven = Participants.areWoven(entries);
    if (woven) {
      Path vacated = stage.resolve("vacated");
      if (!FileLook.exists(vacated)) {
        vacate(entries, true);
      }
      // From here on a name may stand for something new: never vacate it again.
      syncTouched();
      if (!FileLook.exists(vacated)) {
        Files.createFile(vacated, OwnerOnly.file(vacated));
      }
      TreeSyncs.names(stage); // also if somebody else made it, who may not have got as far as this
    }
    placeDirectories(Participants.directories(entries));
    // A directory must be durable before something is moved into it: it would be lost together.
    for (Entry entry : entries) {
      Path path = entry.fills();
      if (path != null) {
        createParents(path);
      }
    }
    syncCreated();
    for (Entry entry : entries) {
      fill(entry, woven);
    }
    if (!woven) {
      // Last, so that who looks without a lock finds what gets another name under one of them.
      vacate(entries, false);
    }
    syncTouched();
  }

  /** From the root down. Until they are in place for certain, none of the others is. */
  private void placeDirectories(List<Entry.Directory> directories) throws IOException {
    for (Entry.Directory each : directories) {
      createParents(each.path());
      syncCreated();
      place(Stage.slot(stage, each.slot()), each.path());
    }
    if (!directories.isEmpty()) {
      syncTouched();
    }
  }

  private void vacate(List<Entry> entries, boolean woven) throws IOException {
    for (Entry entry : entries) {
      vacate(entry, woven);
    }
  }

  private void vacate(Entry entry, boolean woven) throws IOException {
    if (entry instanceof Entry.Delete(int slot, Path path)) {
      BasicFileAttributes found = FileLook.attributes(path);
      if (found != null && found.isDirectory()) {
        rename(path, Stage.slot(stage, slot));
      } else if (found != null) {
        Files.delete(path);
      }
      touch(path);
    } else if (woven && entry instanceof Entry.Move(int slot, Path from, Path _)) {
      if (FileLook.exists(from)) {
        rename(from, Stage.slot(stage, slot));
      }
      touch(from);
      touched.add(stage);
    }
  }

  private void fill(Entry entry, boolean woven) throws IOException {
    switch (entry) {
      case Entry.Put(int slot, Path path, _, _) -> place(Stage.slot(stage, slot), path);
      case Entry.Link(int slot, Path path, _) -> place(Stage.slot(stage, slot), path);
      case Entry.Move(int slot, Path from, Path to) -> {
        place(woven ? Stage.slot(stage, slot) : from, to);
        touch(from);
      }
      case Entry.Delete _, Entry.Directory _ -> {
        // done
      }
    }
  }

  /** If the source is gone it has been placed. */
  private void place(Path source, Path target) throws IOException {
    try {
      rename(source, target);
    } catch (NoSuchFileException e) {
      if (FileLook.exists(source)) {
        throw e; // it is not the source that is missing
      }
    }
    touch(target);
  }

  private static void rename(Path from, Path to) throws IOException {
    Path _ = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private void touch(Path path) {
    Path parent = path.getParent();
    if (parent == null || touched.contains(parent)) {
      return;
    }
    if (Files.isDirectory(parent)) { // else nothing was there to be deleted
      touched.add(parent);
    }
  }

  /**
   * Who begins again does not know which of the directories were made by the one before, and not
   * synced.
   */
  private void createParents(Path path) throws IOException {
    Path directory = path.getParent();
    Path above = directory == null ? null : directory.getParent();
    if (directory == null || above == null || directory.equals(root) || !prepared.add(directory)) {
      return;
    }
    boolean exists = Files.isDirectory(directory);
    if (exists && !again) {
      return;
    }
    createParents(directory);
    if (!exists) {
      try {
        Files.createDirectory(directory, OwnerOnly.directory(directory));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(directory)) {
          throw e;
        }
      }
    }
    created.add(above);
  }

  private void syncCreated() throws IOException {
    TreeSyncs.names(created);
    created.clear();
  }

  private void syncTouched() throws IOException {
    TreeSyncs.names(touched);
    touched.clear();
  }
}
