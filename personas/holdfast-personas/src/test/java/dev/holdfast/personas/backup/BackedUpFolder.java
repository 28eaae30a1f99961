package dev.holdfast.personas.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.NewPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with a store and its backups, as one process has them: with locks of its own. */
final class BackedUpFolder implements AutoCloseable {

  final Path path;
  final Path directory;
  final FileLockManager locks;
  final PersonaStore store;
  final TestClock clock;
  final BackupManager backups;

  private BackedUpFolder(Path path, TestClock clock) throws IOException {
    this.path = path;
    this.directory = path.resolve(BackupManager.DEFAULT_DIRECTORY);
    this.locks = FileLockManager.open(path.resolve(".holdfast"));
    this.clock = clock;
    this.store = PersonaFolder.open(path, locks, new Actor("Mira Test", "test 1.0"), clock);
    this.backups = BackupManager.of(store, directory, locks, clock);
  }

  static BackedUpFolder open(Path path, TestClock clock) throws IOException {
    return new BackedUpFolder(path, clock);
  }

  /** A folder with these personas only. */
  static BackedUpFolder with(Path path, String... names) throws IOException {
    BackedUpFolder folder = open(path, new TestClock());
    for (PersonaEntry sample : folder.store.list()) {
      Files.delete(path.resolve(sample.fileName()));
    }
    for (String name : names) {
      folder.create(name);
    }
    return folder;
  }

  void create(String name) {
    Persona _ = store.create(new NewPersona(name, "About " + name, "gaming", "Text", List.of()));
  }

  Backup backUp() {
    return backups.create(BackupKind.MANUAL, BackupProgress.NONE);
  }

  Restoration restore(Backup backup) {
    return backups.restore(backup.name(), Optional.empty(), false, BackupProgress.NONE);
  }

  Verification verify(Backup backup) {
    return backups.verify(backup.name(), BackupProgress.NONE);
  }

  SortedMap<String, String> all() throws IOException {
    return read(store::readAll);
  }

  static SortedMap<String, String> read(Reading reading) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    reading.read((fileName, content) -> all.put(fileName, new String(content, UTF_8)));
    return all;
  }

  /** What gives personas. */
  interface Reading {
    void read(ImportSource.Receiver receiver) throws IOException;
  }

  /** The names of everything in the directory of backups, temporary files too. */
  List<String> files() throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  static ImportSource source(Map<String, String> files) {
    return receiver -> {
      for (Map.Entry<String, String> file : files.entrySet()) {
        receiver.persona(file.getKey(), file.getValue().getBytes(UTF_8));
      }
    };
  }

  @Override
  public void close() {
    store.close();
    locks.close();
  }
}
