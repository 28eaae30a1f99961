package dev.holdfast.verify.persona;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for an order of what several processes did in which one after the other would have given
 * the same answers: linearizability (Herlihy and Wing, 1990), by the search of Wing and Gong
 * ("Testing and verifying concurrent objects", 1993) that remembers which sets of actions led to
 * which state (Lowe, "Testing for linearizability", 2017).
 *
 * <p>An action whose process was killed may take its place or none, but none after another process
 * has opened the store. The history is cut where nothing is under way, so that the search stays
 * small.
 */
final class OrderChecker {

  /**
   * An order that was found.
   *
   * @param order the actions in it; without those of the killed that took no effect
   */
  record Witness(Model state, List<Done> order) {}

  private final List<Done> part;
  private final Set<List<Object>> seen = new HashSet<>();
  private final Map<Model, Witness> found = new LinkedHashMap<>();
  private int farthest;
  private List<Done> best = List.of();

  private OrderChecker(List<Done> part) {
    this.part = part;
  }

  /**
   * Orders for all of it, one for each state that it may have led to.
   *
   * @throws AssertionError if there is none
   */
  static List<Witness> check(List<Done> history) {
    List<Witness> witnesses = List.of(new Witness(Model.EMPTY, List.of()));
    for (List<Done> part : parts(history)) {
      OrderChecker checker = new OrderChecker(part);
      for (Witness before : witnesses) {
        checker.seen.clear();
        checker.search(new BitSet(), Long.MIN_VALUE, before.state(), new ArrayList<>(), before);
      }
      if (checker.found.isEmpty()) {
        throw new AssertionError(checker.describe(witnesses));
      }
      witnesses = List.copyOf(checker.found.values());
    }
    return witnesses;
  }

  private static List<List<Done>> parts(List<Done> history) {
    List<Done> sorted =
        history.stream().sorted(Comparator.comparingLong(Done::startNanos)).toList();
    List<List<Done>> parts = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Done one : sorted) {
      if (parts.isEmpty() || one.startNanos() > end) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(one);
      end = Math.max(end, one.endNanos());
    }
    return parts;
  }

  private void search(
      BitSet done, long latestStart, Model state, List<Done> order, Witness before) {
    if (!seen.add(List.of(done.clone(), state))) {
      return;
    }
    if (done.cardinality() > farthest || best.isEmpty()) {
      farthest = done.cardinality();
      best = List.copyOf(order);
    }
    long firstEnd = Long.MAX_VALUE;
    boolean complete = true;
    for (int i = done.nextClearBit(0); i < part.size(); i = done.nextClearBit(i + 1)) {
      if (!part.get(i).isUnknown()) {
        firstEnd = Math.min(firstEnd, part.get(i).endNanos());
        complete = false;
      }
    }
    if (complete) {
      found.computeIfAbsent(state, _ -> new Witness(state, joined(before.order(), order)));
    }
    for (int i = done.nextClearBit(0); i < part.size(); i = done.nextClearBit(i + 1)) {
      Done one = part.get(i);
      if (one.startNanos() > firstEnd) {
        break; // sorted by start
      }
      Model.Effect effect = state.apply(one.action(), one.name());
      boolean fits =
          one.isUnknown()
              ? one.endNanos() >= latestStart && !effect.steps().isEmpty()
              : effect.answer().equals(one.answer());
      if (fits) {
        done.set(i);
        order.add(one);
        search(done, Math.max(latestStart, one.startNanos()), effect.after(), order, before);
        order.removeLast();
        done.clear(i);
      }
    }
  }

  private static List<Done> joined(List<Done> before, List<Done> order) {
    List<Done> all = new ArrayList<>(before);
    all.addAll(order);
    return all;
  }

  private String describe(List<Witness> before) {
    List<Done> left = new ArrayList<>(part);
    left.removeAll(best);
    Model state = before.getFirst().state();
    for (Done one : best) {
      state = state.apply(one.action(), one.name()).after();
    }
    Model last = state;
    return "no order explains these %d actions. The longest that fits leads to <%s>; then none of these: %s"
        .formatted(
            part.size(),
            last.all(),
            left.stream()
                .limit(8)
                .map(one -> one + ", not " + last.apply(one.action(), one.name()).answer())
                .toList());
  }
}
