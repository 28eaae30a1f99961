package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A folder of personas: what each operation costs, by the number of personas. */
final class PersonasRow implements Row {

  private static final double TARGET_LIST_NANOS = 5e6;
  private static final double TARGET_EDIT_NANOS = 3e6;
  private static final double TARGET_FLAT = 1.25;

  @Override
  public Section measure(Options options) throws Exception {
    List<Integer> sizes = options.brief() ? List.of(6, 100) : List.of(6, 10, 1_000, 10_000);
    Section section =
        new Section(
            "A folder of personas of 2 KiB",
            "operation",
            "personas",
            "median",
            "to the first size");
    Map<Integer, Rounds<PersonaOperation>> all = new TreeMap<>();
    if (!options.brief()) {
      // Otherwise the first size pays for the compiler.
      Rounds<PersonaOperation> _ = measure(options, sizes.getFirst());
    }
    for (int size : sizes) {
      System.err.println("benchmarks: %,d personas".formatted(size));
      all.put(size, measure(options, size));
    }
    for (PersonaOperation operation : PersonaOperation.values()) {
      double first = all.get(sizes.getFirst()).median(operation);
      for (int size : sizes) {
        double median = all.get(size).median(operation);
        section.line(
            operation.title,
            String.format(Locale.ROOT, "%,d", size),
            operation == PersonaOperation.HEAP
                ? "%.0f bytes".formatted(median)
                : Section.time(median),
            Section.ratio(median / first) + " ×");
      }
    }
    section.note("Written to " + Disk.describe(options) + ".");
    if (!options.brief()) {
      section.note(
          String.format(
              Locale.ROOT,
              "%,d edits came before those that were measured, so that they are compiled.",
              PersonaFolderTimes.WARM_UP));
    }
    for (int size : sizes) {
      section.note(
          String.format(
              Locale.ROOT,
              "With %,d an edit took %s ×, a create %s × two durable writes of 2 KiB, raw: medians of the rounds.",
              size,
              Section.ratio(edits(all.get(size))),
              Section.ratio(creates(all.get(size)))));
    }
    addTargets(section, sizes, all);
    new PersonaServers(options, section).measure();
    return section;
  }

  private static Rounds<PersonaOperation> measure(Options options, int size) throws Exception {
    Path work = Disk.newDirectory(options, FilePeerKind.HOLDFAST);
    try (PersonaFolderTimes times = PersonaFolderTimes.fill(work, size)) {
      return times.measure(options);
    } finally {
      Commands.delete(work);
    }
  }

  private static void addTargets(
      Section section, List<Integer> sizes, Map<Integer, Rounds<PersonaOperation>> all) {
    int largest = sizes.getLast();
    Rounds<PersonaOperation> most = all.get(largest);
    double list = most.median(PersonaOperation.LIST_UNCHANGED);
    section.target(
        String.format(Locale.ROOT, "list of %,d after no change: < 5 ms", largest),
        Section.time(list),
        list < TARGET_LIST_NANOS);
    double edit = most.median(PersonaOperation.EDIT);
    section.target(
        String.format(Locale.ROOT, "durable edit of one of %,d: ≤ 3 ms", largest),
        Section.time(edit),
        edit <= TARGET_EDIT_NANOS);
    Rounds<PersonaOperation> fewest = all.get(sizes.getFirst());
    addFlat(section, "edit", sizes, edits(most) / edits(fewest));
    addFlat(section, "create", sizes, creates(most) / creates(fewest));
  }

  private static void addFlat(Section section, String what, List<Integer> sizes, double growth) {
    section.target(
        String.format(
            Locale.ROOT,
            "%s flat from %,d to %,d, beside raw writes (≤ 1.25 ×)",
            what,
            sizes.getFirst(),
            sizes.getLast()),
        Section.ratio(growth) + " ×",
        growth <= TARGET_FLAT);
  }

  private static double edits(Rounds<PersonaOperation> times) {
    return times.ratio(PersonaOperation.EDIT, PersonaOperation.RAW);
  }

  private static double creates(Rounds<PersonaOperation> times) {
    return times.ratio(PersonaOperation.CREATE, PersonaOperation.RAW_BESIDE_CREATE);
  }
}
