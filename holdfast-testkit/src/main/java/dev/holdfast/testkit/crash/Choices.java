package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** For each inode with unsynced changes, what a crash may leave of them; the newest first. */
final class Choices {

  private final Map<Integer, List<Choice>> contents = new HashMap<>();
  private final Map<Integer, List<Choice>> attributes = new HashMap<>();
  private boolean leftOut;

  private Choices() {}

  /** The choices at one point; of the contents of each file at most about {@code limit}. */
  static Choices of(Disk disk, Map<Integer, String> names, int limit, Random random) {
    Choices choices = new Choices();
    disk.unsyncedData()
        .forEach(
            (file, changes) -> {
              ContentStates states =
                  ContentStates.of(disk.contentOf(file), changes, disk.model(), limit, random);
              choices.leftOut |= states.leftOut() > 0;
              choices.addContents(file, names.getOrDefault(file, "?"), states.contents());
            });
    disk.unsyncedAttributes()
        .forEach(
            (inode, changes) ->
                choices.addAttributes(
                    inode,
                    names.getOrDefault(inode, "?"),
                    Attributes.states(disk.attributesOf(inode), changes)));
    return choices;
  }

  private void addContents(int file, String name, List<FileContent> states) {
    FileContent newest = states.getFirst();
    List<Choice> choices = new ArrayList<>();
    for (FileContent each : states) {
      choices.add(
          new Choice.OfContent(
              file,
              each,
              each.equals(newest)
                  ? null
                  : new Loss(Set.of(file), () -> LossText.ofContent(name, newest, each))));
    }
    contents.put(file, choices);
  }

  private void addAttributes(int inode, String name, List<Map<String, Object>> states) {
    Map<String, Object> newest = states.getFirst();
    List<Choice> choices = new ArrayList<>();
    for (Map<String, Object> each : states) {
      choices.add(
          new Choice.OfAttributes(
              inode,
              each,
              each.equals(newest)
                  ? null
                  : new Loss(Set.of(inode), () -> LossText.ofAttributes(name, newest, each))));
    }
    attributes.put(inode, choices);
  }

  /** Are there contents that are not among the choices? */
  boolean leftOut() {
    return leftOut;
  }

  /** What is to be chosen if these inodes, in this order, can be seen: one of each list. */
  List<List<Choice>> among(Set<Integer> visible) {
    List<List<Choice>> open = new ArrayList<>();
    for (Map<Integer, List<Choice>> kind : List.of(contents, attributes)) {
      for (int inode : visible) {
        List<Choice> of = kind.get(inode);
        if (of != null) {
          open.add(of);
        }
      }
    }
    return open;
  }
}
