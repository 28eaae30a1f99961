package dev.holdfast.testkit.crash;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
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

  void applyTo(Map<Integer, SortedMap<String, Integer>> entries) {
    for (Half half : halves) {
      SortedMap<String, Integer> directory = entries.get(half.directory());
      if (directory == null) {
        continue; // it was never there
      }
      if (half.inode() == null) {
        directory.remove(half.name());
      } else {
        directory.put(half.name(), half.inode());
      }
    }
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
