package dev.holdfast.testkit.referee;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds what locks must never allow in the sections that all processes logged. */
public final class Referee {
  private Referee() {}

  /**
   * The violations among these sections, in words; empty if there are none.
   *
   * <ul>
   *   <li>Two sections of a resource overlap, and one of them is exclusive.
   *   <li>An exclusive section has no larger token than the exclusive one of its resource before.
   * </ul>
   */
  public static List<String> violations(Collection<Section> sections) {
    Map<String, List<Section>> byResource =
        sections.stream().collect(Collectors.groupingBy(Section::resource));
    List<String> found = new ArrayList<>();
    for (List<Section> ofResource : byResource.values()) {
      List<Section> ordered = new ArrayList<>(ofResource);
      ordered.sort(Comparator.comparingLong(Section::enterNanos));
      findOverlaps(ordered, found);
      findTokenRegressions(ordered, found);
    }
    return found;
  }

  private static void findOverlaps(List<Section> ordered, List<String> found) {
    List<Section> inside = new ArrayList<>();
    for (Section section : ordered) {
      inside.removeIf(earlier -> earlier.leaveNanos() <= section.enterNanos());
      for (Section earlier : inside) {
        if ((earlier.exclusive() || section.exclusive()) && earlier.overlaps(section)) {
          found.add("overlap: " + earlier + " | " + section);
        }
      }
      inside.add(section);
    }
  }

  private static void findTokenRegressions(List<Section> ordered, List<String> found) {
    Section last = null;
    for (Section section : ordered) {
      if (!section.exclusive()) {
        continue;
      }
      if (last != null && section.token() <= last.token()) {
        found.add("token: " + last + " | " + section);
      }
      last = section;
    }
  }
}
