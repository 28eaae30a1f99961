package dev.holdfast.server.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON, with or without comments and trailing commas. */
final class JsonFormat implements ConfigFormat {

  /** As the standard has it: what the client itself would refuse is refused. */
  static final JsonFormat STRICT = new JsonFormat(new JsonMapper());

  /** With comments and trailing commas, as editors have it. */
  static final JsonFormat WITH_COMMENTS =
      new JsonFormat(
          JsonMapper.builder()
              .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
              .build());

  private final JsonMapper mapper;

  private JsonFormat(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public boolean has(String text, List<String> path) {
    return Trees.understood("JSON", () -> edit(text).get(path).isPresent());
  }

  @Override
  public String put(String text, List<String> path, EntryFields fields) {
    return Trees.understood(
        "JSON",
        () -> {
          Optional<JsonNode> entry = edit(text).get(path);
          String edited = text;
          if (entry.isEmpty()) {
            edited = edit(edited).set(path, mapper.valueToTree(fields.values()));
          } else {
            refuseUnlessObject(entry.get(), path);
            for (EntryFields.Leaf leaf : fields.leaves()) {
              edited = edit(edited).set(below(path, leaf.path()), mapper.valueToTree(leaf.value()));
            }
            for (List<String> gone : fields.absent()) {
              edited = edit(edited).remove(below(path, gone));
            }
          }
          JsonNode expected = tree(text);
          Trees.put(expected, path, fields);
          return Trees.checked(edited, expected, this::tree);
        });
  }

  @Override
  public String remove(String text, List<String> path) {
    return Trees.understood(
        "JSON",
        () -> {
          if (edit(text).get(path).isEmpty()) {
            return text;
          }
          JsonNode expected = tree(text);
          Trees.remove(expected, path);
          return Trees.checked(edit(text).remove(path), expected, this::tree);
        });
  }

  @Override
  public String snippet(List<String> path, Map<String, Object> fields) {
    return new JsonEdit(mapper, "{}\n").set(path, mapper.valueToTree(fields));
  }

  private static void refuseUnlessObject(JsonNode entry, List<String> path) {
    if (!entry.isObject()) {
      throw new ConfigException(
          "'%s' is there, but it is not an object".formatted(String.join(".", path)),
          "repair it, or choose another --name");
    }
  }

  private static List<String> below(List<String> path, List<String> more) {
    return EntryFields.join(path, more.toArray(String[]::new));
  }

  private JsonEdit edit(String text) {
    return new JsonEdit(mapper, text.isBlank() ? "{}\n" : text);
  }

  private JsonNode tree(String text) {
    return text.isBlank() ? mapper.createObjectNode() : mapper.readTree(text);
  }
}
