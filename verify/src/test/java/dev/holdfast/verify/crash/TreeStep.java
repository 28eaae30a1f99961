package dev.holdfast.verify.crash;

import dev.holdfast.file.Content;
import dev.holdfast.tx.FileTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One entry of a transaction over the files {@code a}, {@code b} and {@code dir/c}. */
enum TreeStep {
  PUT_A("a", "", "A".repeat(700)),
  PUT_NEW("new/deep/n", "", "N".repeat(700)),
  DELETE_A("a", "", ""),
  DELETE_B("b", "", ""),
  DELETE_DIR("dir", "", ""),
  MOVE_A_TO_NEW("a", "new/x", ""),
  MOVE_A_TO_B("a", "b", ""),
  MOVE_B_TO_A("b", "a", ""),
  MOVE_C("dir/c", "new/z", ""),
  MOVE_DIR("dir", "new/y", "");

  /** What there is before. */
  static final Map<String, String> BEFORE = Map.of("a", "old a", "b", "old b", "dir/c", "old c");

  private final String path;
  private final String target;
  private final String content;

  TreeStep(String path, String target, String content) {
    this.path = path;
    this.target = target;
    this.content = content;
  }

  /** All sets of exactly so many entries that a transaction may have together. */
  static List<List<TreeStep>> transactions(int length) {
    List<List<TreeStep>> found = new ArrayList<>();
    for (int bits = 0; bits < 1 << values().length; bits++) {
      if (Integer.bitCount(bits) == length) {
        List<TreeStep> steps = new ArrayList<>();
        for (TreeStep each : values()) {
          if ((bits >> each.ordinal() & 1) == 1) {
            steps.add(each);
          }
        }
        if (mayBeTogether(steps)) {
          found.add(List.copyOf(steps));
        }
      }
    }
    return found;
  }

  private static boolean mayBeTogether(List<TreeStep> steps) {
    List<String> vacated = new ArrayList<>();
    List<String> filled = new ArrayList<>();
    for (TreeStep each : steps) {
      if (!each.content.isEmpty()) {
        vacated.add(each.path);
        filled.add(each.path);
      } else {
        vacated.add(each.path);
        if (!each.target.isEmpty()) {
          filled.add(each.target);
        }
      }
    }
    if (steps.contains(MOVE_C) && (steps.contains(MOVE_DIR) || steps.contains(DELETE_DIR))) {
      return false;
    }
    return vacated.stream().distinct().count() == vacated.size()
        && filled.stream().distinct().count() == filled.size()
        && (!filled.contains("b") || vacated.contains("b"))
        && (!steps.contains(MOVE_B_TO_A) || vacated.contains("a") && !steps.contains(PUT_A));
  }

  static void prepare(Path root) throws IOException {
    for (Map.Entry<String, String> each : BEFORE.entrySet()) {
      Path file = root.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }

  void addTo(FileTransaction change, Path root) throws IOException {
    if (!content.isEmpty()) {
      change.put(root.resolve(path), Content.text(content));
    } else if (target.isEmpty()) {
      change.delete(root.resolve(path));
    } else {
      change.move(root.resolve(path), root.resolve(target));
    }
  }

  /** What there is after all of them. */
  static SortedMap<String, String> after(List<TreeStep> steps) {
    SortedMap<String, String> after = new TreeMap<>(BEFORE);
    for (TreeStep each : steps) {
      after.keySet().removeIf(name -> (name + "/").startsWith(each.path + "/"));
    }
    for (TreeStep each : steps) {
      if (!each.content.isEmpty()) {
        after.put(each.path, each.content);
      } else if (!each.target.isEmpty()) {
        BEFORE.forEach(
            (name, value) -> {
              if ((name + "/").startsWith(each.path + "/")) {
                after.put(each.target + name.substring(each.path.length()), value);
              }
            });
      }
    }
    return after;
  }

  /** The files of a tree with their contents, whatever directories there are. */
  static SortedMap<String, String> contents(Path root) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        found.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return found;
  }
}
