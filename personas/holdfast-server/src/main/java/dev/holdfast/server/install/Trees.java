package dev.holdfast.server.install;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a text must mean after an edit, and what to say where it is not understood. */
final class Trees {
  private Trees() {}

  /** Makes of the tree what {@link ConfigFormat#put} makes of the text. */
  static void put(JsonNode tree, List<String> path, EntryFields fields) {
    ObjectNode entry = objectAt(tree, path);
    for (EntryFields.Leaf leaf : fields.leaves()) {
      ObjectNode holder = objectAt(entry, leaf.path().subList(0, leaf.path().size() - 1));
      holder.set(leaf.path().getLast(), JsonMapper.shared().valueToTree(leaf.value()));
    }
    fields.absent().forEach(gone -> remove(entry, gone));
  }

  /** Takes out what stands at the path. */
  static void remove(JsonNode tree, List<String> path) {
    JsonNode holder = tree;
    for (String name : path.subList(0, path.size() - 1)) {
      holder = holder.path(name);
    }
    if (holder instanceof ObjectNode object) {
      object.remove(path.getLast());
    }
  }

  private static ObjectNode objectAt(JsonNode tree, List<String> path) {
    JsonNode at = tree;
    for (String name : path) {
      JsonNode next = at.path(name);
      if (!next.isObject()) {
        next = JsonMapper.shared().createObjectNode();
        ((ObjectNode) at).set(name, next);
      }
      at = next;
    }
    return (ObjectNode) at;
  }

  /**
   * An edit is not trusted: what comes out must mean what was there with the change, no more.
   *
   * @param reader reads the format
   */
  static String checked(String edited, JsonNode expected, Function<String, JsonNode> reader) {
    JsonNode tree;
    try {
      tree = reader.apply(edited);
    } catch (JacksonException e) {
      throw notEditable();
    }
    if (!tree.equals(expected)) {
      throw notEditable();
    }
    return edited;
  }

  /** Does work on a text, which may be none of its format. */
  static <T> T understood(String format, Supplier<T> work) {
    try {
      return work.get();
    } catch (JacksonException e) {
      throw invalid(format, e);
    }
  }

  private static ConfigException invalid(String format, JacksonException failure) {
    String place =
        Optional.ofNullable(failure.getLocation())
            .filter(location -> location.getLineNr() > 0)
            .map(at -> " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()))
            .orElse("");
    String reason = String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("");
    return new ConfigException(
        "it is not valid %s%s: %s".formatted(format, place, shortened(reason)),
        "repair it there first; --print shows what to add by hand");
  }

  /** The text is understood, but an edit of it would change more than it should. */
  static ConfigException notEditable() {
    return new ConfigException(
        "the entry stands there in a form that cannot be edited safely",
        "change it by hand; --print shows what it should be");
  }

  private static String shortened(String reason) {
    return reason.length() <= 200 ? reason : reason.substring(0, 200) + " ...";
  }
}
