package dev.holdfast.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Durable replacement of a file of 4 KiB by one writer. */
final class WriteRow implements Row {

  private static final int FILES = 16;
  private static final double TARGET_TO_RAW = 1.1;

  private static final List<FilePeerKind> DURABLE =
      List.copyOf(EnumSet.complementOf(EnumSet.of(FilePeerKind.RAW_UNSYNCED)));

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Durable replace of 4 KiB, one writer",
            "way",
            "median",
            "p99, median of rounds",
            "to the raw sequence");
    Rounds<FilePeerKind> medians = new Rounds<>();
    Rounds<FilePeerKind> tails = new Rounds<>();
    try (FileWorkers workers = FileWorkers.start(section, options, DURABLE)) {
      int count = options.choose(200, 20);
      for (int round = -options.choose(15, 1); round < options.choose(21, 3); round++) {
        for (Map.Entry<FilePeerKind, WorkerProcess> each : workers.inTurn(round)) {
          Figures times = FileWorkers.times(each.getValue(), "replace", FILES, count);
          if (round >= 0) {
            medians.add(each.getKey(), times.median());
            tails.add(each.getKey(), times.atMost(0.99));
          }
        }
      }
    }
    for (FilePeerKind kind : medians.keys()) {
      section.line(
          kind.title(),
          Section.time(medians.median(kind)),
          Section.time(tails.median(kind)),
          Section.ratio(medians.ratio(kind, FilePeerKind.RAW)));
    }
    double ratio = medians.ratio(FilePeerKind.HOLDFAST, FilePeerKind.RAW);
    section.target("≤ 1.1 × the raw sequence", Section.ratio(ratio) + " ×", ratio <= TARGET_TO_RAW);
    return section;
  }
}
