package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says in words what is missing. */
final class LossText {
  private LossText() {}

  /** How a content differs from the newest. */
  static String ofContent(String name, FileContent newest, FileContent found) {
    List<String> parts = new ArrayList<>();
    if (found.size() != newest.size()) {
      parts.add("size is %d instead of %d".formatted(found.size(), newest.size()));
    }
    int common = Math.min(found.size(), newest.size());
    int from = 0;
    int to = common;
    while (from < common && found.bytes()[from] == newest.bytes()[from]) {
      from++;
    }
    while (to > from && found.bytes()[to - 1] == newest.bytes()[to - 1]) {
      to--;
    }
    if (to > from) {
      parts.add(
          "[%d,%d) is %s".formatted(from, to, found.isZero(from, to) ? "zeros" : "not as written"));
    }
    return "content of " + name + ": " + String.join(", ", parts);
  }

  /** How attributes differ from the newest. */
  static String ofAttributes(String name, Map<String, Object> newest, Map<String, Object> found) {
    List<String> parts = new ArrayList<>();
    TreeSet<String> all = new TreeSet<>(newest.keySet());
    all.addAll(found.keySet());
    for (String each : all) {
      String wanted = told(newest.get(each));
      String is = told(found.get(each));
      if (!wanted.equals(is)) {
        parts.add("%s is %s instead of %s".formatted(each, is, wanted));
      }
    }
    return "attributes of " + name + ": " + String.join(", ", parts);
  }

  private static String told(@Nullable Object value) {
    return value == null ? "unset" : AttributeText.of(value);
  }
}
