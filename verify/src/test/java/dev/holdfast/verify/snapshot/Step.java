package dev.holdfast.verify.snapshot;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step of a {@link Story}: edits that take effect together.
 *
 * @param edits one, or all those of a transaction
 */
record Step(List<Edit> edits) {

  /** A change of a file or directory. */
  sealed interface Edit {}

  /** The file is there with this number as its content. */
  record Put(String path, long number) implements Edit {}

  /** The file or directory is gone. */
  record Delete(String path) implements Edit {}

  /** The file or directory has another name. */
  record Move(String from, String to) implements Edit {}

  static Step of(Edit... edits) {
    return new Step(List.of(edits));
  }

  /** Does to a picture of a directory, numbers by paths, what the step does to the directory. */
  void applyTo(SortedMap<String, Long> files) {
    for (Edit edit : edits) {
      switch (edit) {
        case Put(String path, long number) -> files.put(path, number);
        case Delete(String path) -> below(files, path).clear();
        case Move(String from, String to) -> {
          SortedMap<String, Long> moved = new TreeMap<>(below(files, from));
          below(files, from).clear();
          moved.forEach((path, number) -> files.put(to + path.substring(from.length()), number));
        }
      }
    }
  }

  /** What has this path or is in the directory of this path. */
  private static SortedMap<String, Long> below(SortedMap<String, Long> files, String path) {
    return files.containsKey(path)
        ? files.subMap(path, path + "\0")
        : files.subMap(path + "/", path + "0"); // the character after the slash
  }
}
