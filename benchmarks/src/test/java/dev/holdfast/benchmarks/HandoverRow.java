package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** From one process's release to the grant of another one that was waiting: see Handover. */
final class HandoverRow implements Row {

  private static final List<PeerKind> KINDS =
      List.of(PeerKind.HOLDFAST, PeerKind.OFD, PeerKind.OPEN_CHANNEL);
  private static final double TARGET_TO_PRIMITIVE = 1.5;
  private static final long TARGET_P99_NANOS = 1_000_000;

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Hand-over between two JVMs, one way",
            "lock",
            "processors",
            "median",
            "p99",
            "longest",
            "to Holdfast",
            "receiver was waiting");
    measure(options, section, "one core", "0", "0");
    if (Runtime.getRuntime().availableProcessors() > 1) {
      measure(options, section, "two cores", "0", "1");
    }
    section.note("Only turns in which the receiver asked before the release count.");
    return section;
  }

  private static void measure(
      Options options, Section section, String title, String first, String second)
      throws Exception {
    int turns = options.choose(200_000, 2_000);
    Map<PeerKind, Figures> figures = new EnumMap<>(PeerKind.class);
    for (PeerKind kind : KINDS) {
      figures.put(kind, handOver(kind, turns, Commands.pinned(first), Commands.pinned(second)));
    }
    Figures holdfast = figures.get(PeerKind.HOLDFAST);
    figures.forEach(
        (kind, each) ->
            section.line(
                kind.title(),
                title,
                Section.time(each.median()),
                Section.time(each.atMost(0.99)),
                Section.time(each.max()),
                Section.ratio((double) each.median() / holdfast.median()),
                "%d %%".formatted(Math.round(100.0 * each.count() / (turns - turns / 2)))));
    double primitive = (double) holdfast.median() / figures.get(PeerKind.OFD).median();
    section.target(
        title + ": median ≤ 1.5 × the raw blocking primitive",
        Section.ratio(primitive) + " ×",
        primitive <= TARGET_TO_PRIMITIVE);
    long p99 = holdfast.atMost(0.99);
    section.target(title + ": p99 ≤ 1 ms", Section.time(p99), p99 <= TARGET_P99_NANOS);
  }

  private static Figures handOver(
      PeerKind kind, int turns, List<String> firstPin, List<String> secondPin) throws Exception {
    Path directory = Commands.newDirectory(kind);
    try (WorkerProcess first = WorkerProcess.start(kind, directory, firstPin);
        WorkerProcess second = WorkerProcess.start(kind, directory, secondPin)) {
      // Side 0 must hold its locks before side 1 asks for one of them, and the other way round.
      first.ask("prepare", 0);
      second.ask("prepare", 1);
      first.send("handover", turns);
      second.send("handover", turns);
      String[] left = first.receive().split(" ", -1);
      String[] right = second.receive().split(" ", -1);
      // The first half warms up: on one core the compiler takes its time from the turns.
      return new Figures(
          IntStream.range(turns / 2, turns)
              .mapToLong(
                  turn ->
                      turn % 2 == 0
                          ? nanos(left[turn], right[turn])
                          : nanos(right[turn], left[turn]))
              .filter(nanos -> nanos >= 0)
              .toArray());
    } finally {
      Commands.delete(directory);
    }
  }

  // From the release to the grant, or -1 if the receiver asked only after the release.
  private static long nanos(String giver, String receiver) {
    long released = Long.parseLong(giver);
    int comma = receiver.indexOf(',');
    long asked = Long.parseLong(receiver.substring(0, comma));
    return asked <= released ? Long.parseLong(receiver.substring(comma + 1)) - released : -1;
  }
}
