package dev.holdfast.verify.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges what is on a disk after a power cut by what the writers witnessed.
 *
 * <p>A file may show a change that no reported change has replaced for sure, that is, none that was
 * begun after the first was reported. Of changes that overlapped, any may have been the last.
 */
final class PowerCutReferee {

  private final Map<String, List<WitnessedChange>> changes = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * @param before the versions at the start; of all other files none
   */
  PowerCutReferee(Map<String, Long> before, Collection<WitnessedChange> witnessed) {
    before.forEach((file, version) -> add(WitnessedChange.earlier(file, version)));
    for (WitnessedChange change : witnessed) {
      if (!changes.containsKey(change.file())) {
        add(WitnessedChange.earlier(change.file(), WitnessedChange.ABSENT));
      }
      add(change);
    }
  }

  private void add(WitnessedChange change) {
    changes.computeIfAbsent(change.file(), file -> new ArrayList<>()).add(change);
  }

  /** What is wrong with these versions. */
  List<String> judge(Map<String, Long> found) {
    for (String file : found.keySet()) {
      if (!changes.containsKey(file)) {
        violations.add(file + " came from nowhere");
      }
    }
    changes.forEach(
        (file, history) -> judge(file, history, found.getOrDefault(file, WitnessedChange.ABSENT)));
    judgeCounts(changes.getOrDefault(WitnessedChange.COUNTER, List.of()), found);
    return violations;
  }

  private void judge(String file, List<WitnessedChange> history, long found) {
    List<WitnessedChange> makers =
        history.stream().filter(change -> change.version() == found).toList();
    if (makers.isEmpty()) {
      violations.add("%s is %d, which nobody wrote: %s".formatted(file, found, history));
    } else if (makers.stream().allMatch(maker -> isReplaced(maker, history))) {
      violations.add("%s is %d, but later ones were reported: %s".formatted(file, found, history));
    }
  }

  private static boolean isReplaced(WitnessedChange maker, List<WitnessedChange> history) {
    return history.stream().anyMatch(change -> change.isReported() && maker.isBefore(change));
  }

  /** Counts under a lock: none is reported twice, and the last reported one is there. */
  private void judgeCounts(List<WitnessedChange> counts, Map<String, Long> found) {
    List<Long> reported =
        counts.stream()
            .filter(WitnessedChange::isReported)
            .map(WitnessedChange::version)
            .sorted()
            .toList();
    if (reported.size() != reported.stream().distinct().count()) {
      violations.add("counts were lost: reported were " + reported);
    }
    if (!reported.isEmpty()
        && found.getOrDefault(WitnessedChange.COUNTER, WitnessedChange.ABSENT)
            < reported.getLast()) {
      violations.add("the counter is behind %d".formatted(reported.getLast()));
    }
  }
}
