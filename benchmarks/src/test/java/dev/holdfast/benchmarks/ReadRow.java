package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** Reads of a file of 4 KiB that a writer in another process replaces all the time. */
final class ReadRow implements Row {

  private static final int BATCHES_A_ROUND = 4;
  private static final double TARGET_TO_READ_ALL_BYTES = 1.2;

  /** A way of reading: by whose worker, and with which of its commands. */
  private enum Reader {
    HOLDFAST("Holdfast, `AtomicFiles.read`", FilePeerKind.HOLDFAST, "read"),
    VERSIONED("Holdfast, `readWithVersion`", FilePeerKind.HOLDFAST, "read-versioned"),
    VERSION(
        "Holdfast, `readWithVersion` and its `version()`", FilePeerKind.HOLDFAST, "read-version"),
    RAW("`Files.readAllBytes`", FilePeerKind.RAW, "read");

    final String title;
    final FilePeerKind kind;
    final String command;

    Reader(String title, FilePeerKind kind, String command) {
      this.title = title;
      this.kind = kind;
      this.command = command;
    }
  }

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Read of 4 KiB while a writer replaces the file",
            "way",
            "median of the batches",
            "to `Files.readAllBytes`");
    Path directory = Disk.newDirectory(options, FilePeerKind.HOLDFAST);
    Rounds<Reader> times = new Rounds<>();
    try (WorkerProcess writer = start(FilePeerKind.HOLDFAST, directory, writersProcessor());
        WorkerProcess holdfast = start(FilePeerKind.HOLDFAST, directory, "0");
        WorkerProcess raw = start(FilePeerKind.RAW, directory, "0")) {
      int batch = options.choose(500, 50);
      FileWorkers.times(writer, "replace", 1, 1);
      for (int round = -options.choose(10, 2); round < options.choose(25, 5); round++) {
        writer.send("writers", 1, 1, options.choose(300, 50));
        for (int i = 0; i < BATCHES_A_ROUND; i++) {
          for (Reader reader : Reader.values()) {
            WorkerProcess worker = reader.kind == FilePeerKind.RAW ? raw : holdfast;
            double time = (double) worker.ask(reader.command, 0, batch) / batch;
            if (round >= 0) {
              times.add(reader, time);
            }
          }
        }
        writer.receive();
      }
    } finally {
      Commands.delete(directory);
    }
    for (Reader reader : Reader.values()) {
      section.line(
          reader.title,
          Section.time(times.median(reader)),
          Section.ratio(times.ratio(reader, Reader.RAW)));
    }
    section.note("Written to " + Disk.describe(options) + ".");
    section.note("The readers share a processor and take turns; the writer is on another one.");
    section.note(
        "A version is the SHA-256 of the content, made when it is asked for; the target takes"
            + " `readWithVersion` without that. Its bytes are seen through `buffer()`, which copies"
            + " nothing.");
    double ratio = times.ratio(Reader.VERSIONED, Reader.RAW);
    section.target(
        "≤ 1.2 × `Files.readAllBytes`",
        Section.ratio(ratio) + " ×",
        ratio <= TARGET_TO_READ_ALL_BYTES);
    return section;
  }

  private static WorkerProcess start(FilePeerKind kind, Path directory, String processor)
      throws IOException {
    return WorkerProcess.start(kind, directory, Commands.pinned(processor));
  }

  private static String writersProcessor() {
    return Runtime.getRuntime().availableProcessors() > 1 ? "1" : "0";
  }
}
