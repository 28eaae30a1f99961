package dev.holdfast.testkit.crash;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A change of names that reaches the disk whole or not at all.
 *
 * @param step its place in the recording
 * @param text what is lost if it does not
 */
record EntryChange(int step, List<Half> halves, String text) {

  /**
   * One name.
   *
   * @param inode what it stands for then, or null: removed
   */
  record Half(int directory, String name, @Nullable Integer inode) {}

  /** What it is when this has not arrived. */
  Loss asLoss() {
    Set<Integer> inodes = new HashSet<>();
    for (Half half : halves) {
      inodes.add(half.directory());
      if (half.inode() != null) {
        inodes.add(half.inode());
      }
    }
    return new Loss(inodes, this::text);
  }

  boolean touches(int directory) {
    return halves.stream().anyMatch(half -> half.directory() == directory);
  }

  boolean names(int inode) {
    return halves.stream().anyMatch(half -> half.inode() != null && half.inode() == inode);
  }

  /** Puts other directories in the place of those that it changes. */
  void applyTo(Map<Integer, Node> nodes) {
    for (Half half : halves) {
      if (nodes.get(half.directory()) instanceof Node.Directory directory) { // else never there
        SortedMap<String, Integer> entries = new TreeMap<>(directory.entries());
        if (half.inode() == null) {
          entries.remove(half.name());
        } else {
          entries.put(half.name(), half.inode());
        }
        nodes.put(half.directory(), new Node.Directory(entries));
      }
    }
  }

  /** Cheap, since sets of changes are looked up by the thousand. */
  @Override
  public int hashCode() {
    return 31 * step + text.hashCode();
  }

  /** Must {@code earlier} be on the disk before this? */
  boolean follows(EntryChange earlier, EntryOrder order) {
    return earlier.step < step
        && switch (order) {
          case JOURNAL -> true;
          case BY_DIRECTORY -> halves.stream().anyMatch(half -> earlier.touches(half.directory()));
          case BY_NAME ->
              halves.stream()
                  .anyMatch(
                      half ->
                          earlier.halves.stream()
                              .anyMatch(
                                  other ->
                                      other.directory() == half.directory()
                                          && other.name().equals(half.name())));
        };
  }
}
