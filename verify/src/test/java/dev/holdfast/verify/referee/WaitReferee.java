package dev.holdfast.verify.referee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds waits that were longer than a fair lock makes them.
 *
 * <p>Logs tell when somebody was about to ask, and when it had the lock; what the scheduler did
 * between is not in them. So both findings have a bound that a busy machine does not reach.
 *
 * @param idle a wait during which nobody was in the lock for so long lost its wake-up
 * @param margin who asked so much later came later, whatever the scheduler did
 * @param overtakers a wait may see so many sections of those who came later
 */
public record WaitReferee(Duration idle, Duration margin, int overtakers) {

  /** The violations, in words; empty if there are none. */
  public List<String> violations(Collection<Section> sections, Collection<Wait> givenUp) {
    Map<String, List<Section>> byResource =
        sections.stream()
            .sorted(Comparator.comparingLong(Section::enterNanos))
            .collect(Collectors.groupingBy(Section::resource));
    List<String> found = new ArrayList<>();
    Stream.concat(sections.stream().map(Wait::of), givenUp.stream())
        .forEach(
            wait -> {
              List<Section> others = byResource.getOrDefault(wait.resource(), List.of());
              findIdle(wait, others, found);
              findOvertakers(wait, others, found);
            });
    return found;
  }

  private void findIdle(Wait wait, List<Section> ordered, List<String> found) {
    if (wait.nanos() <= idle.toNanos()) {
      return;
    }
    long freeSince = wait.fromNanos();
    for (Section section : ordered) {
      if (section.enterNanos() >= wait.untilNanos()) {
        break;
      }
      if (section.enterNanos() - freeSince > idle.toNanos()) {
        break;
      }
      freeSince = Math.max(freeSince, section.leaveNanos());
    }
    if (wait.untilNanos() - freeSince > idle.toNanos()) {
      found.add("lost wake-up: %s, free since %d".formatted(wait, freeSince));
    }
  }

  private void findOvertakers(Wait wait, List<Section> ordered, List<String> found) {
    if (wait.nanos() <= margin.toNanos()) {
      return;
    }
    long late = wait.fromNanos() + margin.toNanos();
    long count =
        ordered.stream()
            .filter(s -> s.exclusive() && s.requestedNanos() > late)
            .filter(s -> s.enterNanos() < wait.untilNanos())
            .count();
    if (count > overtakers) {
      found.add("order: %s, overtaken by %d".formatted(wait, count));
    }
  }
}
