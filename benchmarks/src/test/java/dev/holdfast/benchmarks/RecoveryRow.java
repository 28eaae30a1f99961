package dev.holdfast.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Putting into place what a transaction had committed when its process died. */
final class RecoveryRow implements Row {

  private static final int DIRECTORIES = 100;
  private static final double TARGET_TO_SYNCS = 2;

  private enum Way {
    FRESH("Holdfast, `FileTree.open` in a new process"),
    WARM("Holdfast, the same for a second tree"),
    RENAMES("the renames and directory syncs of it alone"),
    SYNCS("the directory syncs of it alone");

    final String title;

    Way(String title) {
      this.title = title;
    }
  }

  private record Recovered(long left, long nanos) {}

  @Override
  public Section measure(Options options) throws Exception {
    int entries = options.choose(10_000, 200);
    Section section =
        new Section(
            "Recovery of a journal of %,d entries".formatted(entries),
            "way",
            "median",
            "to the syncs");
    Rounds<Way> times = new Rounds<>();
    long fewestLeft = Long.MAX_VALUE;
    for (int round = 0; round < options.choose(5, 1); round++) {
      List<Recovered> recovered = recover(options, entries);
      times.add(Way.FRESH, recovered.get(0).nanos);
      times.add(Way.WARM, recovered.get(1).nanos);
      for (Recovered each : recovered) {
        fewestLeft = Math.min(fewestLeft, each.left);
      }
      alone(options, entries, times);
    }
    for (Way way : Way.values()) {
      section.line(
          way.title, Section.time(times.median(way)), Section.ratio(times.ratio(way, Way.SYNCS)));
    }
    section.note(
        "New files of 4 KiB in %d directories of %s."
            .formatted(DIRECTORIES, Disk.describe(options)));
    section.note(
        String.format(
            Locale.ROOT,
            "The process halted itself when the record of its commit stood: at least %,d of the files were left to be put into place.",
            fewestLeft));
    double ratio = times.ratio(Way.FRESH, Way.SYNCS);
    section.target("≤ 2 × its syncs alone", Section.ratio(ratio) + " ×", ratio <= TARGET_TO_SYNCS);
    return section;
  }

  /** What a new process needs for one tree and then, its code being warm, for another one. */
  private static List<Recovered> recover(Options options, int entries)
      throws IOException, InterruptedException {
    Path work = Disk.newDirectory(options, FilePeerKind.HOLDFAST);
    try {
      List<String> recovery = new ArrayList<>(List.of("recover"));
      for (String name : List.of("first", "second")) {
        String tree = Files.createDirectory(work.resolve(name)).toString();
        List<String> _ = run("die", Integer.toString(entries), Integer.toString(DIRECTORIES), tree);
        recovery.add(tree);
      }
      return run(recovery.toArray(String[]::new)).stream()
          .map(line -> line.split(" ", -1))
          .map(words -> new Recovered(Long.parseLong(words[0]), Long.parseLong(words[1])))
          .toList();
    } finally {
      Commands.delete(work);
    }
  }

  /** The lines that a worker prints. */
  private static List<String> run(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(WorkerKind.java(RecoveryWorker.class, arguments))
            .redirectError(Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      List<String> lines = output.lines().toList();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("%s failed with status %d".formatted(arguments[0], status));
      }
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Renames synced files into place, and syncs the directories. */
  private static void alone(Options options, int entries, Rounds<Way> times) throws IOException {
    Path root = Disk.newDirectory(options, FilePeerKind.RAW);
    try {
      for (int i = 0; i < DIRECTORIES; i++) {
        Files.createDirectory(RecoveryWorker.directory(root, i));
      }
      for (int i = 0; i < entries; i++) {
        Path staged = root.resolve("staged-" + i);
        Files.write(staged, new byte[FileWorker.FILE_BYTES]);
        sync(staged);
      }
      long start = System.nanoTime();
      for (int i = 0; i < entries; i++) {
        Path directory = RecoveryWorker.directory(root, i % DIRECTORIES);
        Files.move(
            root.resolve("staged-" + i),
            RawFilePeer.path(directory, i),
            StandardCopyOption.ATOMIC_MOVE);
      }
      long renamed = System.nanoTime();
      for (int i = 0; i < DIRECTORIES; i++) {
        sync(RecoveryWorker.directory(root, i));
      }
      sync(root);
      long end = System.nanoTime();
      times.add(Way.RENAMES, end - start);
      times.add(Way.SYNCS, end - renamed);
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
