package dev.holdfast.internal.domain;

import dev.holdfast.internal.domain.LockRecord.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds circles of waits among what processes have published: a thread waits for those that hold
 * the resource, and they wait for others, until one waits for the first.
 *
 * <p>What is published is not read at one instant, so a single look may see a circle that never
 * was. But a wait keeps its ticket and a hold its place and time as long as it lasts: if two looks
 * find the same circle, all its parts existed together in between.
 */
public final class Circles {
  private Circles() {}

  /** A record and the key that it is published for. */
  public record Published(long key, LockRecord content) {

    private Node node() {
      return new Node(content.incarnation(), content.threadId());
    }
  }

  /** A thread of a process. */
  private record Node(long incarnation, long threadId) {}

  /**
   * One wait of a circle, and the hold that it is for.
   *
   * @param waiting what the waiter published
   * @param holding what the holder published, who is the waiter of the next one
   */
  public record Edge(Published waiting, Published holding) {}

  /**
   * A circle through the wait with this ticket, which stands first; null if there is none.
   *
   * @param all what all processes have published
   */
  public static @Nullable List<Edge> through(long ticket, List<Published> all) {
    Map<Node, Published> waits = new HashMap<>();
    Map<Long, List<Published>> holds = new HashMap<>();
    Map<Long, List<Published>> wishes = new HashMap<>();
    Published start = null;
    for (Published each : all) {
      switch (each.content.state()) {
        case QUEUED_EXCLUSIVE, QUEUED_SHARED -> {
          waits.put(each.node(), each);
          start = each.content.ticket() == ticket ? each : start;
        }
        case HOLDS_EXCLUSIVE, HOLDS_SHARED ->
            holds.computeIfAbsent(each.key, unseen -> new ArrayList<>()).add(each);
        case WAITS_EXCLUSIVE ->
            wishes.computeIfAbsent(each.key, unseen -> new ArrayList<>()).add(each);
        case WAITS_SHARED, NONE -> {}
      }
    }
    if (start == null) {
      return null;
    }
    List<Edge> way = new ArrayList<>();
    return leadsBack(start, start.node(), waits, holds, wishes, new HashSet<>(), way) ? way : null;
  }

  /** Depth first; a circle has as many steps as threads that wait in it. */
  private static boolean leadsBack(
      Published wait,
      Node start,
      Map<Node, Published> waits,
      Map<Long, List<Published>> holds,
      Map<Long, List<Published>> writers,
      Set<Node> seen,
      List<Edge> way) {
    if (!seen.add(wait.node())) {
      return false;
    }
    for (Published hold : holds.getOrDefault(wait.key, List.of())) {
      if (hold.content.threadId() == 0 || !blocks(hold, wait, writers)) {
        continue; // nobody knows which thread it is, or it is not in the way
      }
      way.add(new Edge(wait, hold));
      if (hold.node().equals(start)) {
        return true;
      }
      Published next = waits.get(hold.node());
      if (next != null && leadsBack(next, start, waits, holds, writers, seen, way)) {
        return true;
      }
      way.removeLast();
    }
    return false;
  }

  /** A reader waits for readers only if a writer that came before it does. */
  private static boolean blocks(
      Published hold, Published wait, Map<Long, List<Published>> writers) {
    return hold.content.state() == State.HOLDS_EXCLUSIVE
        || wait.content.state() == State.QUEUED_EXCLUSIVE
        || writers.getOrDefault(wait.key, List.of()).stream()
            .anyMatch(writer -> writer.content.ticket() < wait.content.ticket());
  }
}
