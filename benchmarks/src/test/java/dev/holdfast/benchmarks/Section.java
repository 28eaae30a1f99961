package dev.holdfast.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one row of the table of targets measured: a table of its own, and verdicts on targets. */
final class Section {

  /** A target of the row, what was measured for it, and whether that reaches it. */
  record Target(String mustReach, String measured, boolean met) {}

  private final String title;
  private final List<String> columns;
  private final List<List<String>> lines = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Section(String title, String... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  void line(String... cells) {
    lines.add(List.of(cells));
  }

  /** A peer that could not be measured: said in the table and on standard error. */
  void skipped(WorkerKind kind, String reason) {
    System.err.println("benchmarks: " + kind.title() + " is not measured: " + reason);
    notes.add(kind.title() + " was not measured: " + reason + ".");
  }

  void note(String text) {
    notes.add(text);
  }

  void target(String mustReach, String measured, boolean met) {
    targets.add(new Target(mustReach, measured, met));
  }

  String title() {
    return title;
  }

  List<Target> targets() {
    return targets;
  }

  /** The section as Markdown. */
  String print() {
    StringBuilder text = new StringBuilder("### " + title + "\n\n");
    text.append(row(columns)).append(row(columns.stream().map(_ -> "---").toList()));
    lines.forEach(line -> text.append(row(line)));
    if (!notes.isEmpty()) {
      text.append('\n');
      notes.forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }

  /** All targets of all sections in one table. */
  static String summary(List<Section> sections) {
    StringBuilder text = new StringBuilder("### Targets\n\n");
    text.append(row(List.of("measure", "must reach", "measured", "verdict")));
    text.append(row(List.of("---", "---", "---", "---")));
    for (Section section : sections) {
      for (Target target : section.targets) {
        String verdict = target.met ? "met" : "**not met**";
        text.append(row(List.of(section.title, target.mustReach, target.measured, verdict)));
      }
    }
    return text.toString();
  }

  /** A time in the unit that suits its size. */
  static String time(double nanos) {
    if (nanos < 10_000) {
      return String.format(Locale.ROOT, nanos < 100 ? "%.1f ns" : "%.0f ns", nanos);
    }
    return nanos < 10_000_000
        ? String.format(Locale.ROOT, "%.1f µs", nanos / 1e3)
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  static String time(long nanos) {
    return time((double) nanos);
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
