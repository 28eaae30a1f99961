package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The result of one call of a tool, as it came over the wire.
 *
 * @param result content, structured content and the mark of an error
 */
record Answer(JsonNode result) {

  boolean isError() {
    return result.path("isError").asBoolean(false);
  }

  /** All text content. */
  String text() {
    List<String> texts = new ArrayList<>();
    result.path("content").forEach(part -> texts.add(part.path("text").asString("")));
    return String.join("\n", texts);
  }

  JsonNode structured() {
    return result.path("structuredContent");
  }

  /** The kind of the error; empty if this is none. */
  String code() {
    return structured().path("error").path("code").asString("");
  }

  /** Fails unless the call did what it was asked. */
  Answer orFail() {
    assertThat(isError()).as("an error: %s", text()).isFalse();
    return this;
  }

  /**
   * Fails unless this is an error as people should get it: it has this code, says what happened and
   * what to do next, and shows nothing of the inside of the program.
   */
  Answer assertRefused(String... codes) {
    JsonNode error = structured().path("error");
    assertThat(isError()).as("refused: %s", text()).isTrue();
    assertThat(code()).as("code of: %s", text()).isIn((Object[]) codes);
    assertThat(error.path("message").asString("")).as("message of %s", result).isNotBlank();
    assertThat(error.path("hint").asString("")).as("hint of %s", result).isNotBlank();
    assertThat(text())
        .contains(error.path("message").asString())
        .contains(error.path("hint").asString());
    assertNoInside(result.toString());
    return this;
  }

  /** Fails if a text shows an exception, a stack trace or a class name. */
  static void assertNoInside(String text) {
    assertThat(text)
        .doesNotContain("Exception")
        .doesNotContain("at dev.")
        .doesNotContain("dev.holdfast")
        .doesNotContain("java.nio")
        .doesNotContain("\\tat ");
  }
}
