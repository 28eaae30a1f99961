package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Combines what may have arrived of names, contents and attributes to whole states. Only files that
 * have a name in a state count in it.
 */
final class StateEnumerator {

  private final Disk disk;
  private final int limit;
  private final Random random;
  private final Choices choices;
  private final List<PossibleState> states = new ArrayList<>();

  private StateEnumerator(Disk disk, Choices choices, int limit, Random random) {
    this.disk = disk;
    this.limit = limit;
    this.random = random;
    this.choices = choices;
  }

  /**
   * One set of names, with what is to be chosen then.
   *
   * @param open one of each is chosen
   * @param states how many states that makes
   * @param leftOut how many more there are at most, of choices that were left out
   */
  private record Combination(
      DiskImage image, List<Loss> lost, List<Choices.Options> open, long states, long leftOut) {

    int choices(int digit) {
      return open.get(digit).choices().size();
    }
  }

  /**
   * All states, or if there are more than {@code limit}, the plainest and a seeded choice.
   *
   * @param choices among the unsynced changes of the disk's files
   */
  static StatesAtPoint enumerate(Disk disk, Choices choices, int limit, Random random) {
    return new StateEnumerator(disk, choices, limit, random).enumerate();
  }

  private StatesAtPoint enumerate() {
    EntryStates entries =
        EntryStates.of(disk.unsyncedEntries(), disk.model().entryOrder(), limit, random);
    List<Combination> combinations = entries.sets().stream().map(this::combine).toList();
    long offered = 0;
    long leftOut = 0;
    for (Combination each : combinations) {
      offered = Counts.sum(offered, each.states());
      leftOut = Counts.sum(leftOut, each.leftOut());
    }
    if (offered <= limit) {
      combinations.forEach(this::addAll);
    } else {
      addSome(combinations);
    }
    leftOut = entries.complete() ? Counts.sum(leftOut, offered - states.size()) : Long.MAX_VALUE;
    states.sort(Comparator.comparingInt(state -> state.lost().size()));
    return new StatesAtPoint(states, leftOut);
  }

  private Combination combine(List<EntryChange> arrived) {
    DiskImage image = disk.with(arrived);
    List<Choices.Options> open = choices.isEmpty() ? List.of() : choices.among(image.reachable());
    long offered = 1;
    long all = 1;
    for (Choices.Options each : open) {
      offered = Counts.product(offered, each.choices().size());
      all = Counts.product(all, Counts.sum(each.choices().size(), each.leftOut()));
    }
    List<Loss> lost = new ArrayList<>();
    for (EntryChange each : disk.unsyncedEntries()) {
      if (!arrived.contains(each)) {
        lost.add(each.asLoss());
      }
    }
    return new Combination(image, lost, open, offered, all - offered);
  }

  private void addAll(Combination combination) {
    int[] chosen = new int[combination.open().size()];
    for (long i = 0; i < combination.states(); i++) {
      add(combination, chosen);
      for (int digit = 0; digit < chosen.length; digit++) {
        if (++chosen[digit] < combination.choices(digit)) {
          break;
        }
        chosen[digit] = 0;
      }
    }
  }

  /**
   * For each set of names everything newest, everything as it is durable, and one file alone as it
   * is durable; then a random choice.
   */
  private void addSome(List<Combination> combinations) {
    Set<List<Integer>> seen = new HashSet<>();
    for (int i = 0; i < combinations.size() && states.size() < limit / 3; i++) {
      int digits = combinations.get(i).open().size();
      addIfNew(combinations.get(i), i, new int[digits], seen);
      addIfNew(combinations.get(i), i, filled(digits, 1), seen);
    }
    for (int i = 0; i < combinations.size(); i++) {
      int[] chosen = new int[combinations.get(i).open().size()];
      for (int digit = 0; digit < chosen.length && states.size() < limit * 2 / 3; digit++) {
        chosen[digit] = 1;
        addIfNew(combinations.get(i), i, chosen, seen);
        chosen[digit] = 0;
      }
    }
    for (int tries = 0; tries < 4 * limit && states.size() < limit; tries++) {
      int index = random.nextInt(combinations.size());
      Combination combination = combinations.get(index);
      int[] chosen = new int[combination.open().size()];
      for (int digit = 0; digit < chosen.length; digit++) {
        chosen[digit] = random.nextInt(combination.choices(digit));
      }
      addIfNew(combination, index, chosen, seen);
    }
  }

  private static int[] filled(int length, int value) {
    int[] array = new int[length];
    Arrays.fill(array, value);
    return array;
  }

  private void addIfNew(Combination combination, int index, int[] wanted, Set<List<Integer>> seen) {
    int[] chosen = wanted.clone();
    List<Integer> key = new ArrayList<>(List.of(index));
    for (int digit = 0; digit < chosen.length; digit++) {
      chosen[digit] = Math.min(chosen[digit], combination.choices(digit) - 1);
      key.add(chosen[digit]);
    }
    if (seen.add(key)) {
      add(combination, chosen);
    }
  }

  private void add(Combination combination, int[] chosen) {
    if (chosen.length == 0) {
      states.add(new PossibleState(combination.image(), combination.lost()));
      return;
    }
    Map<Integer, Node> nodes = new HashMap<>(combination.image().nodes());
    Map<Integer, Map<String, Object>> attributes = new HashMap<>(combination.image().attributes());
    List<Loss> lost = new ArrayList<>(combination.lost());
    for (int i = 0; i < chosen.length; i++) {
      Choice choice = combination.open().get(i).choices().get(chosen[i]);
      choice.applyTo(nodes, attributes);
      Loss missing = choice.lost();
      if (missing != null) {
        lost.add(missing);
      }
    }
    states.add(new PossibleState(new DiskImage(nodes, attributes), lost));
  }
}
