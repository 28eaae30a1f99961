package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The sets of unsynced changes of names of which a crash may find exactly these on the disk: with
 * each change all that must come before it.
 *
 * @param sets all first, then with more and more lost
 * @param complete false if there are more
 */
record EntryStates(List<List<EntryChange>> sets, boolean complete) {

  /**
   * All sets, or if there are more than {@code limit}, all prefixes of the recording and a random
   * choice.
   */
  static EntryStates of(List<EntryChange> changes, EntryOrder order, int limit, Random random) {
    Set<List<EntryChange>> found = new LinkedHashSet<>();
    for (int arrived = changes.size(); arrived >= 0; arrived--) {
      found.add(List.copyOf(changes.subList(0, arrived)));
    }
    boolean complete = addAll(changes, order, 0, new ArrayList<>(), found, limit);
    if (!complete) {
      for (int tries = 0; tries < 4 * limit && found.size() < 2 * limit; tries++) {
        found.add(randomSet(changes, order, random));
      }
    }
    List<List<EntryChange>> sets = new ArrayList<>(found);
    sets.sort(Comparator.comparingInt(set -> -set.size()));
    return new EntryStates(sets, complete);
  }

  /** Returns false when the limit is reached. */
  private static boolean addAll(
      List<EntryChange> changes,
      EntryOrder order,
      int index,
      List<EntryChange> chosen,
      Set<List<EntryChange>> found,
      int limit) {
    if (found.size() > limit) {
      return false;
    }
    if (index == changes.size()) {
      found.add(List.copyOf(chosen));
      return true;
    }
    EntryChange change = changes.get(index);
    boolean complete = true;
    if (mayArrive(change, changes, index, order, chosen)) {
      chosen.add(change);
      complete = addAll(changes, order, index + 1, chosen, found, limit);
      chosen.removeLast();
    }
    return complete && addAll(changes, order, index + 1, chosen, found, limit);
  }

  private static boolean mayArrive(
      EntryChange change,
      List<EntryChange> changes,
      int index,
      EntryOrder order,
      List<EntryChange> chosen) {
    for (EntryChange earlier : changes.subList(0, index)) {
      if (change.follows(earlier, order) && !chosen.contains(earlier)) {
        return false;
      }
    }
    return true;
  }

  private static List<EntryChange> randomSet(
      List<EntryChange> changes, EntryOrder order, Random random) {
    List<EntryChange> chosen = new ArrayList<>();
    int percent = 50 + random.nextInt(50);
    for (int i = 0; i < changes.size(); i++) {
      if (random.nextInt(100) < percent && mayArrive(changes.get(i), changes, i, order, chosen)) {
        chosen.add(changes.get(i));
      }
    }
    return List.copyOf(chosen);
  }
}
