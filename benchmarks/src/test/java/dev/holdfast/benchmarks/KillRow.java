package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the SIGKILL of a holder to the grant of a process that waits for the lock. */
final class KillRow implements Row {

  private static final String NAME = "killed-for";
  private static final long SETTLE_MILLIS = 50;
  private static final long TARGET_NANOS = 10_000_000;
  private static final List<PeerKind> KINDS =
      List.of(PeerKind.HOLDFAST, PeerKind.OFD, PeerKind.CHANNEL, PeerKind.FILELOCK);

  @Override
  public Section measure(Options options) throws Exception {
    int rounds = options.choose(50, 5);
    Section section =
        new Section(
            "SIGKILL of a holder to the waiter's grant",
            "lock",
            "rounds",
            "median",
            "longest",
            "to Holdfast");
    Map<PeerKind, Figures> figures = new EnumMap<>(PeerKind.class);
    for (PeerKind kind : KINDS) {
      Optional<String> missing = kind.missing();
      if (missing.isPresent()) {
        section.skipped(kind, missing.get());
      } else {
        figures.put(kind, measure(kind, rounds));
      }
    }
    long holdfast = figures.get(PeerKind.HOLDFAST).median();
    figures.forEach(
        (kind, each) ->
            section.line(
                kind.title(),
                Integer.toString(each.count()),
                Section.time(each.median()),
                Section.time(each.max()),
                Section.ratio((double) each.median() / holdfast)));
    section.note(
        "proper-lockfile sees no death: its waiter gets the lock when the file is 10 s old.");
    section.target("median ≤ 10 ms", Section.time(holdfast), holdfast <= TARGET_NANOS);
    return section;
  }

  private static Figures measure(PeerKind kind, int rounds) throws Exception {
    Path directory = Commands.newDirectory(kind);
    long[] nanos = new long[rounds];
    try (WorkerProcess waiter = WorkerProcess.start(kind, directory)) {
      for (int i = 0; i < rounds; i++) {
        try (WorkerProcess holder = WorkerProcess.start(kind, directory)) {
          holder.ask("acquire", NAME);
          waiter.send("acquire", NAME);
          Thread.sleep(SETTLE_MILLIS);
          long killed = System.nanoTime();
          holder.kill();
          nanos[i] = Long.parseLong(waiter.receive()) - killed;
        }
        if (nanos[i] < 0) {
          throw new IllegalStateException(kind + ": granted before the holder was killed");
        }
        waiter.ask("release", NAME);
      }
      return new Figures(nanos);
    } finally {
      Commands.delete(directory);
    }
  }
}
