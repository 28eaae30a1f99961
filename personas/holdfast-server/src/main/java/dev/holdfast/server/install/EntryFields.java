package dev.holdfast.server.install;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an entry is to hold. Fields that are in neither part are the user's and stay.
 *
 * @param values fields in the order in which they are written: strings, booleans, lists of strings,
 *     and maps of these
 * @param owned the paths of fields that are ours: one that has no value goes
 */
record EntryFields(Map<String, Object> values, Set<List<String>> owned) {

  private static final Comparator<List<String>> BY_NAME =
      Comparator.comparing(path -> String.join(".", path));

  /** One value that is no map. */
  record Leaf(List<String> path, Object value) {}

  /** The values without the maps around them. */
  List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    collect(List.of(), values, leaves);
    return leaves;
  }

  /** The owned fields that are not to be there. */
  List<List<String>> absent() {
    List<List<String>> present = leaves().stream().map(Leaf::path).toList();
    return owned.stream().filter(path -> !present.contains(path)).sorted(BY_NAME).toList();
  }

  private static void collect(List<String> above, Map<?, ?> fields, List<Leaf> into) {
    fields.forEach(
        (name, value) -> {
          List<String> path = join(above, String.valueOf(name));
          if (value instanceof Map<?, ?> inner) {
            collect(path, inner, into);
          } else {
            into.add(new Leaf(path, value));
          }
        });
  }

  /** A path with more at its end. */
  static List<String> join(List<String> path, String... more) {
    List<String> joined = new ArrayList<>(path);
    joined.addAll(List.of(more));
    return List.copyOf(joined);
  }

  /** Fields in the order of the arguments: name, value, name, value, … */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
