package dev.holdfast.testkit.referee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds waits that were longer than a fair lock makes them.
 *
 * <ul>
 *   <li>A wait during which nobody was in the lock for long lost its wake-up.
 *   <li>Between processes, each other one may get past a process whose wish is published once at
 *       the most. A waiter is the one that contends for its process when those before it have come
 *       and gone, and then publishes its wish. Who took a lock that had been free for long passed
 *       somebody who sleeps, which is allowed.
 *   <li>Inside a process nobody gets past one who asked before.
 * </ul>
 *
 * <p>Logs tell when somebody was about to ask, and when it had the lock; what the scheduler did
 * between is not in them. So the findings have bounds that a busy machine does not reach.
 *
 * @param idle a wait during which nobody was in the lock for so long lost its wake-up
 * @param margin who had to wait for no more than itself has asked, or published its wish, after so
 *     long, whatever the scheduler did
 * @param patience a lock that was free for longer may be taken by anybody
 */
public record WaitReferee(Duration idle, Duration margin, Duration patience) {

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
              if (wait.nanos() > idle.toNanos()) {
                findIdle(wait, others, found);
              }
              if (wait.nanos() > margin.toNanos()) {
                findOvertakersInside(wait, others, found);
                long published = contendsFrom(wait, others, givenUp) + margin.toNanos();
                findOvertakers(wait, published, others, found);
              }
            });
    return found;
  }

  /**
   * How often other processes got past a waiter whose wish was certainly published at a time, in
   * words; empty if that is not too often.
   */
  public List<String> overtakings(
      Wait wait, long publishedNanos, Collection<Section> ofTheResource) {
    List<String> found = new ArrayList<>();
    List<Section> ordered =
        ofTheResource.stream().sorted(Comparator.comparingLong(Section::enterNanos)).toList();
    findOvertakers(wait, publishedNanos, ordered, found);
    return found;
  }

  private void findIdle(Wait wait, List<Section> ordered, List<String> found) {
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

  private void findOvertakersInside(Wait wait, List<Section> ordered, List<String> found) {
    long late = wait.fromNanos() + margin.toNanos();
    long count =
        ordered.stream()
            .filter(s -> s.actor().equals(wait.actor()) && s.isRequestLogged())
            .filter(s -> s.requestedNanos() > late && s.enterNanos() < wait.untilNanos())
            .count();
    if (count > 0) {
      found.add("order: %s, overtaken by %d of its own process".formatted(wait, count));
    }
  }

  /** When all of its process that may have been before it in the queue had come and gone. */
  private static long contendsFrom(Wait wait, List<Section> ordered, Collection<Wait> givenUp) {
    long from = wait.fromNanos();
    for (Section own : ordered) {
      if (own.actor().equals(wait.actor()) && own.enterNanos() < wait.untilNanos()) {
        from = Math.max(from, own.leaveNanos());
      }
    }
    for (Wait own : givenUp) {
      if (own.actor().equals(wait.actor())
          && own.resource().equals(wait.resource())
          && own.untilNanos() < wait.untilNanos()) {
        from = Math.max(from, own.untilNanos());
      }
    }
    return from;
  }

  private void findOvertakers(
      Wait wait, long publishedNanos, List<Section> ordered, List<String> found) {
    Map<String, Integer> times = new TreeMap<>();
    long freeSince = wait.fromNanos();
    for (Section section : ordered) {
      if (section.enterNanos() >= wait.untilNanos()) {
        break;
      }
      boolean passesSleeper = section.enterNanos() - freeSince > patience.toNanos();
      if (section.exclusive()
          && section.enterNanos() > publishedNanos
          && !section.actor().equals(wait.actor())
          && !passesSleeper) {
        times.merge(section.actor(), 1, Integer::sum);
      }
      freeSince = Math.max(freeSince, section.leaveNanos());
    }
    times.forEach(
        (actor, count) -> {
          if (count > 1) {
            found.add(
                "order: %s, published at %d, overtaken %d times by %s"
                    .formatted(wait, publishedNanos, count, actor));
          }
        });
  }
}
