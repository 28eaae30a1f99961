package dev.holdfast.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Durable replacements a second by many writers, over many files of one directory. */
final class WritersRow implements Row {

  private static final List<Integer> WRITERS = List.of(16, 64);
  private static final double TARGET_TO_RAW = 2;

  private record Way(FilePeerKind kind, int writers) {}

  private static final Way BASE = new Way(FilePeerKind.RAW, 16);

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Durable replaces of 4 KiB a second, many writers",
            "way",
            "writers",
            "a second",
            "to the raw sequence with 16");
    Rounds<Way> rates = new Rounds<>();
    try (FileWorkers workers =
        FileWorkers.start(section, options, List.of(FilePeerKind.values()))) {
      int millis = options.choose(1000, 60);
      for (int round = -1; round < options.choose(9, 1); round++) {
        for (int writers : WRITERS) {
          for (Map.Entry<FilePeerKind, WorkerProcess> each : workers.inTurn(round)) {
            double rate = FileWorkers.rate(each.getValue(), writers, millis);
            if (round >= 0) {
              rates.add(new Way(each.getKey(), writers), rate);
            }
          }
        }
      }
    }
    for (Way way : rates.keys()) {
      section.line(
          way.kind.title(),
          Integer.toString(way.writers),
          String.format(Locale.ROOT, "%,.0f", rates.median(way)),
          Section.ratio(rates.ratio(way, BASE)));
    }
    section.note("Each writer has 16 files of its own; all are in one directory.");
    section.note("The writers of a Node package are concurrent calls in its one thread.");
    for (int writers : WRITERS) {
      double ratio = rates.ratio(new Way(FilePeerKind.HOLDFAST, writers), BASE);
      section.target(
          writers + " writers ≥ 2 × 16 of the raw sequence",
          Section.ratio(ratio) + " ×",
          ratio >= TARGET_TO_RAW);
    }
    return section;
  }
}
