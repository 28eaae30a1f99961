package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of an inode that a crash may leave. */
final class Attributes {
  private Attributes() {}

  /** {@code before}, changed. */
  static Map<String, Object> after(
      Map<String, Object> before, List<Operation.SetAttribute> changes) {
    Map<String, Object> result = new HashMap<>(before);
    for (Operation.SetAttribute each : changes) {
      if (each.value() == null) {
        result.remove(each.attribute());
      } else {
        result.put(each.attribute(), each.value());
      }
    }
    return result;
  }

  /** After all changes, after all but the last, and so on to none; equal ones once. */
  static List<Map<String, Object>> states(
      Map<String, Object> durable, List<Operation.SetAttribute> changes) {
    List<Map<String, Object>> states = new ArrayList<>();
    for (int done = changes.size(); done >= 0; done--) {
      Map<String, Object> state = after(durable, changes.subList(0, done));
      if (!states.contains(state)) {
        states.add(state);
      }
    }
    return states;
  }
}
