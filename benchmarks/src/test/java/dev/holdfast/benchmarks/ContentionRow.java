package dev.holdfast.benchmarks;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Eight processes that add one to the same number in a file, under one lock, as often as they can.
 */
final class ContentionRow implements Row {

  private static final int PROCESSES = 8;
  private static final double TARGET_LONGEST_TO_MEAN = 3;

  private record Result(long grants, long lost, double perSecond, double meanWait, long longest) {}

  @Override
  public Section measure(Options options) throws Exception {
    int millis = options.choose(20_000, 2_000);
    Section section =
        new Section(
            "8 processes on one name for " + millis / 1000 + " s",
            "lock",
            "lost updates",
            "grants/s",
            "to Holdfast",
            "mean wait",
            "longest wait",
            "longest ÷ mean");
    Map<PeerKind, Result> results = new EnumMap<>(PeerKind.class);
    for (PeerKind kind : PeerKind.values()) {
      Optional<String> missing = kind.missing();
      if (missing.isPresent()) {
        section.skipped(kind, missing.get());
      } else {
        results.put(kind, measure(kind, millis));
      }
    }
    Result holdfast = results.get(PeerKind.HOLDFAST);
    results.forEach(
        (kind, each) ->
            section.line(
                kind.title(),
                "%d of %d".formatted(each.lost, each.grants),
                String.format(Locale.ROOT, "%.0f", each.perSecond),
                Section.ratio(each.perSecond / holdfast.perSecond),
                Section.time(each.meanWait),
                Section.time(each.longest),
                Section.ratio((double) each.longest / each.meanWait)));
    section.target("no lost update", Long.toString(holdfast.lost), holdfast.lost == 0);
    double fairness = (double) holdfast.longest / holdfast.meanWait;
    section.target(
        "longest wait ≤ 3 × mean",
        Section.ratio(fairness) + " ×",
        fairness <= TARGET_LONGEST_TO_MEAN);
    double best =
        results.entrySet().stream()
            .filter(each -> each.getKey() != PeerKind.HOLDFAST && each.getValue().lost == 0)
            .mapToDouble(each -> each.getValue().perSecond)
            .max()
            .orElse(0);
    section.target(
        "throughput ≥ the best correct peer",
        String.format(Locale.ROOT, "%.0f/s against %.0f/s", holdfast.perSecond, best),
        holdfast.perSecond >= best);
    return section;
  }

  private static Result measure(PeerKind kind, int millis) throws Exception {
    Path directory = Commands.newDirectory(kind);
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      Path counter = directory.resolve("counter");
      try (RandomAccessFile file = new RandomAccessFile(counter.toFile(), "rw")) {
        file.writeLong(0);
      }
      for (int i = 0; i < PROCESSES; i++) {
        WorkerProcess worker = WorkerProcess.start(kind, directory);
        workers.add(worker);
        worker.ask("cycle", "warm-up-" + i, kind.warmUps());
      }
      long start = System.nanoTime() + 200_000_000;
      for (WorkerProcess worker : workers) {
        worker.send("contend", "contended", start, millis, counter);
      }
      long grants = 0;
      long waited = 0;
      long longest = 0;
      for (WorkerProcess worker : workers) {
        String[] words = worker.receive().split(" ", -1);
        grants += Long.parseLong(words[0]);
        waited += Long.parseLong(words[1]);
        longest = Math.max(longest, Long.parseLong(words[2]));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      try (RandomAccessFile file = new RandomAccessFile(counter.toFile(), "r")) {
        long lost = grants - file.readLong();
        return new Result(grants, lost, grants / seconds, (double) waited / grants, longest);
      }
    } finally {
      workers.forEach(WorkerProcess::close);
      Commands.delete(directory);
    }
  }
}
