package dev.holdfast.personas.diff;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lines that give way to others. Counted from 0; the ends are exclusive. At least one of the two
 * ranges is not empty.
 *
 * @param from where the old lines start
 * @param to where the new lines start
 */
record Edit(int from, int fromEnd, int to, int toEnd) {

  /**
   * Comparing takes time in the order of the number of lines times that of changed lines, so the
   * product of the lines that differ is bounded.
   */
  private static final long MOST_PAIRS = 16_000_000;

  /** What turns one list of lines into another, in order; between two there is an equal line. */
  static List<Edit> between(List<String> before, List<String> after) {
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    Edit all = new Edit(head, before.size() - tail, head, after.size() - tail);
    int removed = all.fromEnd - all.from;
    int added = all.toEnd - all.to;
    if (removed == 0 && added == 0) {
      return List.of();
    }
    return removed == 0 || added == 0 || (long) removed * added > MOST_PAIRS
        ? List.of(all)
        : all.refined(before, after);
  }

  private List<Edit> refined(List<String> before, List<String> after) {
    List<Change> changes =
        new ArrayList<>(
            new MyersDiffWithLinearSpace<String>()
                .computeDiff(before.subList(from, fromEnd), after.subList(to, toEnd), null));
    changes.sort(
        Comparator.<Change>comparingInt(c -> c.startOriginal)
            .thenComparingInt(c -> c.startRevised));
    List<Edit> edits = new ArrayList<>();
    for (Change change : changes) {
      Edit edit =
          new Edit(
              from + change.startOriginal,
              from + change.endOriginal,
              to + change.startRevised,
              to + change.endRevised);
      Edit last = edits.isEmpty() ? null : edits.getLast();
      if (last != null && last.fromEnd == edit.from && last.toEnd == edit.to) {
        edits.set(edits.size() - 1, new Edit(last.from, edit.fromEnd, last.to, edit.toEnd));
      } else {
        edits.add(edit);
      }
    }
    return edits;
  }
}
