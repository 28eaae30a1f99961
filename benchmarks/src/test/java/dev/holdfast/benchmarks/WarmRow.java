package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Acquire and release between processes, while no other process wants the lock. */
final class WarmRow implements Row {

  private static final int BATCHES = 101;
  private static final double TARGET_TO_PRIMITIVE = 1.3;
  private static final long TARGET_NANOS = 200;

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Between processes, acquire and release, uncontended",
            "lock",
            "median",
            "p99 of the batches",
            "to Holdfast");
    Map<PeerKind, Figures> figures = new EnumMap<>(PeerKind.class);
    for (PeerKind kind : PeerKind.values()) {
      Optional<String> missing = kind.missing();
      if (missing.isPresent()) {
        section.skipped(kind, missing.get());
      } else {
        figures.put(kind, measure(kind, options, true));
      }
    }
    Figures cold = measure(PeerKind.HOLDFAST, options, false);
    long holdfast = figures.get(PeerKind.HOLDFAST).median();
    figures.forEach((kind, each) -> print(section, kind.title(), each, holdfast));
    print(section, "Holdfast, a name of its own each time", cold, holdfast);
    section.note(
        "The time of a call is that of a batch by its size; the median and p99 are of batches.");
    double primitive = (double) holdfast / figures.get(PeerKind.OFD).median();
    section.target(
        "≤ 1.3 × the raw kernel primitive",
        Section.ratio(primitive) + " ×",
        primitive <= TARGET_TO_PRIMITIVE);
    section.target("≤ 200 ns", Section.time(holdfast), holdfast <= TARGET_NANOS);
    return section;
  }

  private static void print(Section section, String title, Figures figures, long holdfast) {
    section.line(
        title,
        Section.time(figures.median()),
        Section.time(figures.atMost(0.99)),
        Section.ratio((double) figures.median() / holdfast));
  }

  private static Figures measure(PeerKind kind, Options options, boolean warm) throws Exception {
    int batch =
        switch (kind) {
          case FLOCK -> 1;
          case PROPER_LOCKFILE, FILELOCK -> options.choose(100, 10);
          default -> options.choose(5000, 500);
        };
    Path directory = Commands.newDirectory(kind);
    try (WorkerProcess worker = WorkerProcess.start(kind, directory)) {
      int warmUps = kind == PeerKind.FLOCK ? 3 : BATCHES;
      long[] nanos = new long[BATCHES];
      for (int i = -warmUps; i < BATCHES; i++) {
        long taken =
            warm
                ? worker.ask("cycle", "persona-alice", batch)
                : worker.ask("distinct", "cold-", (i + warmUps) * batch, batch);
        if (i >= 0) {
          nanos[i] = taken / batch;
        }
      }
      return new Figures(nanos);
    } finally {
      Commands.delete(directory);
    }
  }
}
