package dev.holdfast.testkit.crash;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Something that did not reach the disk.
 *
 * @param inodes whose it is, and the directories of its names
 * @param words such as {@code "entry of a in /"}; made only when somebody asks
 */
record Loss(Set<Integer> inodes, Supplier<String> words) {

  String text() {
    return words.get();
  }

  boolean concerns(Operation operation) {
    return inodes.stream().anyMatch(operation::concerns);
  }
}
