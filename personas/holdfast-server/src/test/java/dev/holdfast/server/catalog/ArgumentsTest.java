package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentsTest {

  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.required("ref", Parameter.Type.REFERENCE, "The one."),
          Parameter.optional("text", Parameter.Type.TEXT, "A text."),
          Parameter.optionalInteger("limit", 1, 10, "A limit."),
          Parameter.optional("changes", Parameter.Type.TEXTS, "Some texts."));

  static Stream<org.junit.jupiter.params.provider.Arguments> wrong() {
    return Stream.of(
        arguments(Map.of(), "\"ref\" of tool is missing"),
        arguments(mapWithNull("ref"), "\"ref\" of tool is null"),
        arguments(Map.of("ref", ""), "is a blank string"),
        arguments(Map.of("ref", " \t"), "is a blank string"),
        arguments(Map.of("ref", 5), "is the number 5"),
        arguments(Map.of("ref", List.of("a")), "is an array"),
        arguments(Map.of("ref", "a", "text", true), "is the boolean true"),
        arguments(Map.of("ref", "a", "text", Map.of("a", 1)), "is an object"),
        arguments(Map.of("ref", "a", "text", "x\ud800y"), "unpaired surrogate) at position 2"),
        arguments(Map.of("ref", "a", "limit", "3"), "is the string \"3\""),
        arguments(Map.of("ref", "a", "limit", 0), "is the number 0"),
        arguments(Map.of("ref", "a", "limit", 11), "is the number 11"),
        arguments(Map.of("ref", "a", "limit", 1.5), "is the number 1.5"),
        arguments(Map.of("ref", "a", "limit", Double.POSITIVE_INFINITY), "is the number Infinity"),
        arguments(Map.of("ref", "a", "changes", "x"), "is the string \"x\""),
        arguments(Map.of("ref", "a", "changes", Map.of()), "is an empty object"),
        arguments(
            Map.of("ref", "a", "changes", Map.of("name", 5)),
            "has the entry the string \"name\", which is the number 5"),
        arguments(Map.of("ref", "a", "persona", "b"), "tool takes no argument \"persona\""),
        arguments(Map.of("ref", "a", "bad\nname", "b"), "takes no argument \"bad\\u000aname\""));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void check_ofWrongArguments_saysWhichAndWhatIsExpected(Map<String, Object> given, String says) {
    assertThat(refusal(given).message()).contains(says);
    assertThat(refusal(given).code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal(given).hint()).isNotBlank();
  }

  @Test
  void check_ofWrongInteger_namesTheBounds() {
    assertThat(refusal(Map.of("ref", "a", "limit", 99)).hint()).contains("from 1 to 10");
  }

  @Test
  void check_ofLongText_showsItsStartOnly() {
    assertThat(refusal(Map.of("ref", "a", "limit", "🦊".repeat(100_000))).message())
        .hasSizeLessThan(300)
        .doesNotContain("\ufffd", "\\ud83e");
  }

  @Test
  void check_ofRightArguments_givesThem() {
    Map<String, Object> given = new HashMap<>();
    given.put("ref", "a");
    given.put("text", null); // an optional one that is null counts as not given
    given.put("limit", 5.0);
    given.put("changes", Map.of("name", "b"));
    Arguments checked = Arguments.check("tool", PARAMETERS, given);
    assertThat(checked.text("ref")).isEqualTo("a");
    assertThat(checked.optionalText("text")).isEmpty();
    assertThat(checked.integer("limit")).hasValue(5L);
    assertThat(checked.texts("changes")).hasValue(Map.of("name", "b"));
  }

  private static ToolResult.Failure refusal(Map<String, Object> given) {
    try {
      Arguments.check("tool", PARAMETERS, given);
    } catch (ToolException e) {
      return e.failure();
    }
    throw new AssertionError("Not refused: " + given);
  }

  private static Map<String, Object> mapWithNull(String key) {
    Map<String, Object> map = new HashMap<>();
    map.put(key, null);
    return map;
  }
}
