package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

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

  private StateEnumerator(Disk disk, Map<Integer, String> names, int limit, Random random) {
    this.disk = disk;
    this.limit = limit;
    this.random = random;
    this.choices = Choices.of(disk, names, limit, random);
  }

  /** One set of names, with what is to be chosen then: one of each list. */
  private record Combination(
      DiskImage image, List<Loss> lost, List<List<Choice>> open, long states) {}

  /**
   * All states, or if there are more than {@code limit}, the plainest and a seeded choice.
   *
   * @param names what inodes are called
   */
  static StatesAtPoint enumerate(Disk disk, Map<Integer, String> names, int limit, Random random) {
    return new StateEnumerator(disk, names, limit, random).enumerate();
  }

  private StatesAtPoint enumerate() {
    EntryStates entries =
        EntryStates.of(disk.unsyncedEntries(), disk.model().entryOrder(), limit, random);
    List<Combination> combinations = entries.sets().stream().map(this::combine).toList();
    long total = 0;
    for (Combination each : combinations) {
      total = total + each.states() < 0 ? Long.MAX_VALUE : total + each.states();
    }
    if (total <= limit) {
      combinations.forEach(this::addAll);
    } else {
      addSome(combinations);
    }
    long leftOut = total - states.size();
    if (!entries.complete() || choices.leftOut()) {
      leftOut = Math.max(1, leftOut);
    }
    states.sort(Comparator.comparingInt(state -> state.lost().size()));
    return new StatesAtPoint(states, leftOut);
  }

  private Combination combine(List<EntryChange> arrived) {
    DiskImage image = disk.with(arrived);
    Set<Integer> visible = new TreeSet<>();
    visible.add(DiskImage.ROOT);
    image.walk((path, inode, node) -> visible.add(inode));
    List<List<Choice>> open = choices.among(visible);
    long count = 1;
    for (List<Choice> each : open) {
      count = count > Long.MAX_VALUE / each.size() ? Long.MAX_VALUE : count * each.size();
    }
    List<Loss> lost = new ArrayList<>();
    for (EntryChange each : disk.unsyncedEntries()) {
      if (!arrived.contains(each)) {
        lost.add(each.asLoss());
      }
    }
    return new Combination(image, lost, open, count);
  }

  private void addAll(Combination combination) {
    int[] chosen = new int[combination.open().size()];
    for (long i = 0; i < combination.states(); i++) {
      add(combination, chosen);
      for (int digit = 0; digit < chosen.length; digit++) {
        if (++chosen[digit] < combination.open().get(digit).size()) {
          break;
        }
        chosen[digit] = 0;
      }
    }
  }

  /** For each set of names everything newest, everything durable only; then a random choice. */
  private void addSome(List<Combination> combinations) {
    Set<List<Integer>> seen = new HashSet<>();
    for (int i = 0; i < combinations.size() && states.size() < limit / 2; i++) {
      for (int plainest = 0; plainest <= 1; plainest++) {
        addIfNew(combinations.get(i), i, plainest, seen);
      }
    }
    for (int tries = 0; tries < 4 * limit && states.size() < limit; tries++) {
      int index = random.nextInt(combinations.size());
      addIfNew(combinations.get(index), index, -1, seen);
    }
  }

  /**
   * Adds one state.
   *
   * @param choice which of each list; -1 a random one
   */
  private void addIfNew(Combination combination, int index, int choice, Set<List<Integer>> seen) {
    int[] chosen = new int[combination.open().size()];
    List<Integer> key = new ArrayList<>(List.of(index));
    for (int digit = 0; digit < chosen.length; digit++) {
      int size = combination.open().get(digit).size();
      chosen[digit] = choice < 0 ? random.nextInt(size) : Math.min(choice, size - 1);
      key.add(chosen[digit]);
    }
    if (seen.add(key)) {
      add(combination, chosen);
    }
  }

  private void add(Combination combination, int[] chosen) {
    Map<Integer, Node> nodes = new HashMap<>(combination.image().nodes());
    Map<Integer, Map<String, Object>> attributes = new HashMap<>(combination.image().attributes());
    List<Loss> lost = new ArrayList<>(combination.lost());
    for (int i = 0; i < chosen.length; i++) {
      Choice choice = combination.open().get(i).get(chosen[i]);
      choice.applyTo(nodes, attributes);
      Loss missing = choice.lost();
      if (missing != null) {
        lost.add(missing);
      }
    }
    states.add(new PossibleState(new DiskImage(nodes, attributes), lost));
  }
}
