package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the tools say of personas in their structured content. */
final class Personas {
  private Personas() {}

  /** The names of the valid personas of a list. */
  static List<String> listed(Answer list) {
    JsonNode personas = list.orFail().structured().path("personas");
    assertThat(personas.isArray()).as("a list: %s", list.result()).isTrue();
    List<String> names = new ArrayList<>();
    personas.forEach(
        entry -> {
          if (entry.path("valid").asBoolean()) {
            names.add(entry.path("name").asString());
          }
        });
    return names;
  }

  /** The entry of a file in a list; fails if there is none. */
  static JsonNode entry(Answer list, String fileName) {
    for (JsonNode entry : list.orFail().structured().path("personas")) {
      if (entry.path("fileName").asString("").equals(fileName)) {
        return entry;
      }
    }
    throw new AssertionError(fileName + " is not in the list: " + list.result());
  }

  /** The instructions in the details of a persona. */
  static String instructions(Answer details) {
    JsonNode instructions = details.orFail().structured().path("persona").path("instructions");
    assertThat(instructions.isString()).as("details: %s", details.result()).isTrue();
    return instructions.asString();
  }
}
