package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The processor time that one process uses while it waits for a lock that another one holds. */
final class WaiterRow implements Row {

  private static final String NAME = "waited-for";
  private static final long SETTLE_MILLIS = 500;
  private static final double TARGET_PERCENT = 0.5;

  @Override
  public Section measure(Options options) throws Exception {
    int millis = options.choose(10_000, 2_000);
    Section section =
        new Section(
            "Processor time of one waiter over " + millis / 1000 + " s",
            "lock",
            "of a core",
            "to Holdfast");
    Map<PeerKind, Double> percents = new EnumMap<>(PeerKind.class);
    for (PeerKind kind : PeerKind.values()) {
      Optional<String> missing = kind.missing();
      if (missing.isPresent()) {
        section.skipped(kind, missing.get());
      } else if (kind == PeerKind.MAVEN) {
        section.note(kind.title() + " does not exclude other processes, so nobody waits.");
      } else {
        percents.put(kind, percent(kind, millis));
      }
    }
    double holdfast = percents.get(PeerKind.HOLDFAST);
    percents.forEach(
        (kind, each) -> section.line(kind.title(), percent(each), Section.ratio(each / holdfast)));
    section.note("The whole process counts, a JVM's own housekeeping included.");
    section.target("≤ 0.5 % of a core", percent(holdfast), holdfast <= TARGET_PERCENT);
    return section;
  }

  private static double percent(PeerKind kind, int millis) throws Exception {
    Path directory = Commands.newDirectory(kind);
    try (WorkerProcess holder = WorkerProcess.start(kind, directory);
        WorkerProcess waiter = WorkerProcess.start(kind, directory)) {
      holder.ask("acquire", NAME);
      waiter.send("acquire", NAME);
      Thread.sleep(SETTLE_MILLIS);
      long start = System.nanoTime();
      long before = Commands.processorNanos(waiter.handle());
      Thread.sleep(millis);
      long used = Commands.processorNanos(waiter.handle()) - before;
      double share = 100.0 * used / (System.nanoTime() - start);
      long released = holder.ask("release", NAME);
      if (Long.parseLong(waiter.receive()) < released) {
        throw new IllegalStateException(kind + ": the waiter did not wait");
      }
      return share;
    } finally {
      Commands.delete(directory);
    }
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.3f %%", value);
  }
}
