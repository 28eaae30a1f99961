package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For each inode with unsynced changes, what a crash may leave of them; the newest first. */
final class Choices {

  private final Map<Integer, Options> contents = new HashMap<>();
  private final Map<Integer, Options> attributes = new HashMap<>();

  private Choices() {}

  /**
   * What one inode may be.
   *
   * @param choices the newest first, then the durable one, if that is another
   * @param leftOut how many more there are at most
   */
  record Options(List<Choice> choices, long leftOut) {}

  /** The choices at one point. */
  static Choices of(Disk disk, Map<Integer, String> names, ContentChoices contents) {
    Choices choices = new Choices();
    disk.unsyncedData()
        .forEach(
            (file, changes) -> {
              ContentStates states = contents.of(file, disk.contentOf(file), changes);
              choices.addContents(file, names.getOrDefault(file, "?"), states);
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

  private void addContents(int file, String name, ContentStates states) {
    FileContent newest = states.contents().getFirst();
    List<Choice> choices = new ArrayList<>();
    for (FileContent each : states.contents()) {
      choices.add(
          new Choice.OfContent(
              file,
              each,
              each.equals(newest)
                  ? null
                  : new Loss(Set.of(file), () -> LossText.ofContent(name, newest, each))));
    }
    contents.put(file, new Options(choices, states.leftOut()));
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
    attributes.put(inode, new Options(choices, 0));
  }

  boolean isEmpty() {
    return contents.isEmpty() && attributes.isEmpty();
  }

  /** What is to be chosen if these inodes, in this order, can be seen: one of each. */
  List<Options> among(Set<Integer> visible) {
    List<Options> open = new ArrayList<>();
    for (Map<Integer, Options> kind : List.of(contents, attributes)) {
      for (int inode : visible) {
        Options of = kind.get(inode);
        if (of != null) {
          open.add(of);
        }
      }
    }
    return open;
  }
}
