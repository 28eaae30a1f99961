package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileStamp;
import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.BackupProgress;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the operations of a store over one folder. */
final class PersonaFolderTimes implements AutoCloseable {

  private interface Operation {
    void run() throws Exception;
  }

  /** Edits before those that are measured: until the compiler has nothing left to do. */
  static final int WARM_UP = 2_000;

  private final Path folder;
  private final Path raw;
  private final int size;
  private final FileLockManager locks;
  private final Rounds<PersonaOperation> times = new Rounds<>();
  private int changes;

  private PersonaFolderTimes(Path work, int size) throws IOException {
    folder = Files.createDirectory(work.resolve("personas"));
    raw = Files.createDirectory(work.resolve("raw"));
    this.size = size;
    locks = FileLockManager.open(folder.resolve(".holdfast"));
  }

  /** A folder of so many personas, imported; the time of that is the first that is measured. */
  static PersonaFolderTimes fill(Path work, int size) throws Exception {
    PersonaFolderTimes filled = new PersonaFolderTimes(work, size);
    // One that is there keeps the samples out.
    Files.write(filled.path(0), PersonaTexts.file(0, "1.0"));
    try (PersonaStore store = filled.open()) {
      filled.perPersona(
          PersonaOperation.IMPORT,
          () -> {
            var _ =
                store.importAll(
                    PersonaTexts.allButFirst(size), new ImportOptions(OnConflict.FAIL, false));
          });
    }
    return filled;
  }

  Rounds<PersonaOperation> measure(Options options) throws Exception {
    settle();
    for (int round = 0; round < options.choose(7, 2); round++) {
      firstList();
    }
    try (PersonaStore store = open();
        PersonaStore other = open()) {
      requireAll(store.list());
      repeat(
          options.choose(50, 5), PersonaOperation.LIST_UNCHANGED, () -> requireAll(store.list()));
      repeat(options.choose(50, 5), PersonaOperation.SEARCH, () -> search(store));
      for (int round = 0; round < options.choose(WARM_UP, 0); round++) {
        edit(store);
      }
      besideRaw(
          options.choose(200, 10), PersonaOperation.EDIT, PersonaOperation.RAW, () -> edit(store));
      for (int round = 0; round < options.choose(20, 3); round++) {
        edit(other);
        time(PersonaOperation.LIST_CHANGED, () -> requireAll(store.list()));
      }
      repeat(
          options.choose(50, 5),
          PersonaOperation.HISTORY,
          () -> {
            var _ = store.history(next());
          });
      repeat(options.choose(20, 3), PersonaOperation.READ_ALL, () -> store.readAll((_, _) -> {}));
      for (int round = 0; round < options.choose(3, 1); round++) {
        settle();
        time(PersonaOperation.LIST_OLD, () -> requireAll(store.list()));
      }
      backups(store);
      requireAll(store.list());
      repeat(
          options.choose(20, 3),
          PersonaOperation.UNDO,
          () -> {
            var _ = store.undo(next(), null, null);
          });
      besideRaw(
          options.choose(40, 3),
          PersonaOperation.CREATE,
          PersonaOperation.RAW_BESIDE_CREATE,
          () -> {
            var _ = store.create(PersonaTexts.created(changes++));
          });
    }
    return times;
  }

  private void firstList() throws Exception {
    long before = usedHeap();
    try (PersonaStore store = open()) {
      time(PersonaOperation.FIRST_LIST, () -> requireAll(store.list()));
      times.add(PersonaOperation.HEAP, (usedHeap() - before) / size);
      requireAll(store.list()); // so that the store is still there when the heap is looked at
    }
  }

  private void besideRaw(
      int rounds, PersonaOperation key, PersonaOperation rawKey, Operation operation)
      throws Exception {
    RawFilePeer peer = new RawFilePeer(raw, true);
    byte[] content = PersonaTexts.file(0, "1.0");
    for (int round = 0; round < rounds; round++) {
      int file = round % Math.min(size, 16);
      time(key, operation);
      time(
          rawKey,
          () -> {
            peer.replace(2 * file, content);
            peer.replace(2 * file + 1, content);
          });
    }
  }

  private void backups(PersonaStore store) throws Exception {
    BackupManager backups = BackupManager.of(store, locks, Clock.systemUTC());
    String[] name = new String[1];
    perPersona(
        PersonaOperation.BACK_UP,
        () -> name[0] = backups.create(BackupKind.MANUAL, BackupProgress.NONE).name());
    perPersona(
        PersonaOperation.VERIFY,
        () -> {
          if (!backups.verify(name[0], BackupProgress.NONE).isWhole()) {
            throw new IllegalStateException("the backup is damaged");
          }
        });
    for (int number = 0; number < size; number++) {
      Files.write(path(number), PersonaTexts.file(number, "2.0"));
    }
    settle();
    perPersona(
        PersonaOperation.RESTORE,
        () -> {
          var _ = backups.restore(name[0], Optional.empty(), false, BackupProgress.NONE);
        });
    settle();
  }

  private void edit(PersonaStore store) {
    var _ = store.edit(next(), Map.of("description", "Changed %d times.".formatted(changes)));
  }

  /** Goes through the folder in steps, so that neighbours are not next to each other. */
  private String next() {
    return PersonaTexts.slug((int) (changes++ * 7919L % size));
  }

  private void search(PersonaStore store) {
    String trigger = PersonaTexts.trigger(size - 1);
    long found =
        store.list().stream()
            .filter(one -> one instanceof Persona persona && persona.triggers().contains(trigger))
            .count();
    if (found != 1) {
      throw new IllegalStateException("%d personas have one trigger".formatted(found));
    }
  }

  private void requireAll(List<PersonaEntry> found) {
    if (found.size() != size) {
      throw new IllegalStateException("%d of %d personas".formatted(found.size(), size));
    }
  }

  private void repeat(int rounds, PersonaOperation key, Operation operation) throws Exception {
    for (int round = 0; round < rounds; round++) {
      if (key == PersonaOperation.READ_ALL) {
        perPersona(key, operation);
      } else {
        time(key, operation);
      }
    }
  }

  private void time(PersonaOperation key, Operation operation) throws Exception {
    long start = System.nanoTime();
    operation.run();
    times.add(key, System.nanoTime() - start);
  }

  private void perPersona(PersonaOperation key, Operation operation) throws Exception {
    long start = System.nanoTime();
    operation.run();
    times.add(key, (double) (System.nanoTime() - start) / size);
  }

  /** Until stamps count: a file that was written a moment ago is read again each time. */
  private static void settle() throws InterruptedException {
    Thread.sleep(FileStamp.GRANULARITY.plusMillis(500));
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private Path path(int number) {
    return folder.resolve(PersonaTexts.slug(number) + ".md");
  }

  private PersonaStore open() throws IOException {
    return PersonaFolder.open(folder, locks, Actor.of("benchmark"), Clock.systemUTC());
  }

  @Override
  public void close() {
    locks.close();
  }
}
