package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Very many distinct names, one after the other: what stays behind, and whether the cost grows. */
final class NamesRow implements Row {

  // Room for what a JVM's own classes and compiled code add to a heap of some megabytes.
  private static final long HEAP_TOLERANCE_BYTES = 2 << 20;
  private static final double FLAT = 1.25;

  private record Result(
      Commands.Size sizeBefore,
      Commands.Size sizeAfter,
      long heapBefore,
      long heapAfter,
      double first,
      double last) {}

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Distinct names, one after the other",
            "lock",
            "names",
            "entries before → after",
            "bytes before → after",
            "heap before → after",
            "a name, first part",
            "a name, last part");
    Result holdfast = measure(section, PeerKind.HOLDFAST, options.names());
    for (PeerKind kind : List.of(PeerKind.PROPER_LOCKFILE, PeerKind.FILELOCK)) {
      Optional<String> missing = kind.missing();
      if (missing.isPresent()) {
        section.skipped(kind, missing.get());
      } else {
        measure(section, kind, options.choose(100_000, 5_000));
      }
    }
    section.note("The parts are tenths of the names. Python's heap is its resident memory.");
    section.target(
        "lock directory back to the start",
        holdfast.sizeBefore.bytes() + " → " + holdfast.sizeAfter.bytes() + " bytes",
        holdfast.sizeAfter.bytes() <= holdfast.sizeBefore.bytes()
            && holdfast.sizeAfter.entries() <= holdfast.sizeBefore.entries());
    section.target(
        "heap back to the start (± 2 MiB)",
        mebibytes(holdfast.heapBefore) + " → " + mebibytes(holdfast.heapAfter),
        holdfast.heapAfter <= holdfast.heapBefore + HEAP_TOLERANCE_BYTES);
    double growth = holdfast.last / holdfast.first;
    section.target(
        "cost per name flat (last ÷ first ≤ 1.25)", Section.ratio(growth) + " ×", growth <= FLAT);
    return section;
  }

  private static Result measure(Section section, PeerKind kind, int names) throws Exception {
    int part = names / 10;
    Path directory = Commands.newDirectory(kind);
    try (WorkerProcess worker = WorkerProcess.start(kind, directory)) {
      // Warm code first: the first part is to be compared with the last one.
      worker.ask("distinct", "warm-up-", 0, Math.min(part, 100_000));
      Commands.Size sizeBefore = Commands.Size.of(directory);
      long heapBefore = worker.ask("memory");
      double first = worker.ask("distinct", "name-", 0, part);
      for (int i = 1; i < 9; i++) {
        worker.ask("distinct", "name-", i * part, part);
      }
      double last = worker.ask("distinct", "name-", 9 * part, part);
      long heapAfter = worker.ask("memory");
      Commands.Size sizeAfter = Commands.Size.of(directory);
      section.line(
          kind.title(),
          String.format(Locale.ROOT, "%,d", names),
          sizeBefore.entries() + " → " + sizeAfter.entries(),
          sizeBefore.bytes() + " → " + sizeAfter.bytes(),
          mebibytes(heapBefore) + " → " + mebibytes(heapAfter),
          Section.time(first / part),
          Section.time(last / part));
      return new Result(sizeBefore, sizeAfter, heapBefore, heapAfter, first / part, last / part);
    } finally {
      Commands.delete(directory);
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
