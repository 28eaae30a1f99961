package dev.holdfast.benchmarks;

import java.util.List;
import java.util.Map;

/** 64 files of 4 KiB that are replaced together, durably. */
final class TransactionRow implements Row {

  private static final int FILES = 64;
  private static final double TARGET_TO_SINGLE = 0.4;
  private static final List<FilePeerKind> KINDS =
      List.of(
          FilePeerKind.HOLDFAST, FilePeerKind.RAW, FilePeerKind.RAW_UNSYNCED, FilePeerKind.SQLITE);

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Transaction of 64 files of 4 KiB", "way", "median", "to 64 durable writes, raw");
    Rounds<FilePeerKind> times = new Rounds<>();
    try (FileWorkers workers = FileWorkers.start(section, options, KINDS)) {
      for (int round = -options.choose(20, 1); round < options.choose(21, 2); round++) {
        for (Map.Entry<FilePeerKind, WorkerProcess> each : workers.inTurn(round)) {
          Figures figures =
              FileWorkers.times(each.getValue(), "together", FILES, options.choose(5, 1));
          if (round >= 0) {
            times.add(each.getKey(), figures.median());
          }
        }
      }
    }
    for (FilePeerKind kind : times.keys()) {
      section.line(
          title(kind),
          Section.time(times.median(kind)),
          Section.ratio(times.ratio(kind, FilePeerKind.RAW)));
    }
    double ratio = times.ratio(FilePeerKind.HOLDFAST, FilePeerKind.RAW);
    section.target(
        "≤ 0.4 × 64 single durable writes", Section.ratio(ratio) + " ×", ratio <= TARGET_TO_SINGLE);
    return section;
  }

  private static String title(FilePeerKind kind) {
    return switch (kind) {
      case HOLDFAST -> "Holdfast, `FileTransaction`";
      case RAW, RAW_UNSYNCED -> kind.title() + ", one file after the other";
      default -> kind.title();
    };
  }
}
