package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Putting into place what a transaction had committed when the machine stopped. */
final class RecoveryRow implements Row {

  private static final int DIRECTORIES = 100;

  @Override
  public Section measure(Options options) throws Exception {
    int entries = options.choose(10_000, 200);
    Section section =
        new Section("Recovery of a journal of %,d entries".formatted(entries), "way", "median");
    Rounds<String> times = new Rounds<>();
    for (int round = 0; round < options.choose(5, 1); round++) {
      times.add("syncs", syncsAlone(options, entries));
    }
    section.line("the directory syncs of it alone", Section.time(times.median("syncs")));
    section.note(
        "New files of 4 KiB in %d directories of %s."
            .formatted(DIRECTORIES, Disk.describe(options)));
    return section;
  }

  /** Renames synced files into place, and answers how long the syncs of the directories take. */
  private static long syncsAlone(Options options, int entries) throws IOException {
    Path root = Disk.newDirectory(options, FilePeerKind.RAW);
    try {
      List<Path> directories = new ArrayList<>();
      for (int i = 0; i < DIRECTORIES; i++) {
        directories.add(Files.createDirectory(root.resolve("directory-" + i)));
      }
      for (int i = 0; i < entries; i++) {
        Path staged = root.resolve("staged-" + i);
        Files.write(staged, new byte[FileWorker.FILE_BYTES]);
        sync(staged);
      }
      for (int i = 0; i < entries; i++) {
        Path directory = directories.get(i % DIRECTORIES);
        Files.move(
            root.resolve("staged-" + i),
            RawFilePeer.path(directory, i),
            StandardCopyOption.ATOMIC_MOVE);
      }
      long start = System.nanoTime();
      for (Path directory : directories) {
        sync(directory);
      }
      sync(root);
      return System.nanoTime() - start;
    } finally {
      Commands.delete(root);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
