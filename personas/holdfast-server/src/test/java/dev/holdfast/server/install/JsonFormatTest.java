package dev.holdfast.server.install;

import static dev.holdfast.server.install.EntryFields.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {

  private static final List<String> PATH = List.of("mcpServers", "holdfast");

  private static final EntryFields ENTRY =
      new EntryFields(
          fields("command", "/opt/holdfast", "args", List.of("mcp")),
          Set.of(List.of("command"), List.of("args"), List.of("url")));

  private final JsonFormat format = JsonFormat.WITH_COMMENTS;

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \r\n"})
  void put_intoAnEmptyFile_writesAWholeOne(String empty) {
    assertThat(JsonFormat.STRICT.put(empty, PATH, ENTRY))
        .isEqualTo(
            """
            {
              "mcpServers": {
                "holdfast": {
                  "command": "/opt/holdfast",
                  "args": ["mcp"]
                }
              }
            }
            """);
  }

  @Test
  void put_besideOthers_changesNothingElse() {
    String text =
        """
        // mine
        {
        \t"z": [1, 2.50, 1e3],   /* odd   spacing */
        \t"mcpServers": {
        \t\t"other": { "command": "x", }, // stays
        \t\t// and this
        \t},
        \t"a": "\\u00e4",
        }""";

    assertThat(format.put(text, PATH, ENTRY))
        .isEqualTo(
            """
            // mine
            {
            \t"z": [1, 2.50, 1e3],   /* odd   spacing */
            \t"mcpServers": {
            \t\t"other": { "command": "x", }, // stays
            \t\t// and this
            \t\t"holdfast": {
            \t\t\t"command": "/opt/holdfast",
            \t\t\t"args": ["mcp"]
            \t\t},
            \t},
            \t"a": "\\u00e4",
            }""");
  }

  @Test
  void put_behindAValueWithACommentAndNoComma_putsTheCommaBehindTheValue() {
    String text = "{\n  \"mcpServers\": {\n    \"o\": 1 // one, two\n  }\n}\n";

    assertThat(format.put(text, PATH, ENTRY))
        .startsWith("{\n  \"mcpServers\": {\n    \"o\": 1, // one, two\n    \"holdfast\": {\n");
  }

  /** Layouts of files that have servers already. */
  static List<String> layouts() {
    return List.of(
        "{\"mcpServers\":{\"o\":{}}}",
        "{\"mcpServers\":{\"o\":{}},\"b\":true}",
        "{\n  \"mcpServers\": {}\n}\n",
        "{\r\n    \"mcpServers\": {\r\n        \"o\": {\"a\": 1}\r\n    }\r\n}\r\n",
        "{\n    \"mcpServers\": {\n        \"o\": null,\n    },\n}",
        "{\n\t\"mcpServers\": {\n\t\t\"o\": -1.5e3 // c\n\t\t// d\n\t}\n}",
        "{\n  \"mcpServers\": { \"o\": \"}\" }\n}\n",
        "{\n  \"mcpServers\": {\n    \"o\": [\n      {}\n    ] /* , */\n  }, // x\n  \"y\": 1\n}\n",
        "{\n  \"mcpServers\": {\n    \"o\": 1 // x, y\n    /* z */ ,\n  }\n}\n",
        "\n\n  {\n  \"mcpServers\": {\"o\": \"\\\"\"}}\n\n");
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void remove_ofWhatWasPut_givesBackEveryCharacter(String text) {
    String with = format.put(text, PATH, ENTRY);

    assertThat(with).isNotEqualTo(text);
    assertThat(format.has(with, PATH)).isTrue();
    assertThat(format.put(with, PATH, ENTRY)).isSameAs(with);
    assertThat(format.remove(with, PATH)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void put_addsNoLineEndOfAnotherKind(String text) {
    String with = format.put(text, PATH, ENTRY);

    assertThat(with.replace("\r\n", "").contains("\r")).isFalse();
    if (text.contains("\r\n")) {
      assertThat(with.replace("\r\n", "")).doesNotContain("\n");
    } else {
      assertThat(with.contains("\n")).isEqualTo(text.contains("\n"));
    }
  }

  @Test
  void put_overAnOlderEntry_keepsWhatTheUserAdded() {
    String text =
        """
        {
          "mcpServers": {
            "holdfast": {
              // slow machine
              "timeout": 60000,
              "url": "http://127.0.0.1:7878/mcp",
              "command": "/old/holdfast",
              "env": { "A": "b" }
            }
          }
        }
        """;

    assertThat(format.put(text, PATH, ENTRY))
        .isEqualTo(
            """
            {
              "mcpServers": {
                "holdfast": {
                  // slow machine
                  "timeout": 60000,
                  "command": "/opt/holdfast",
                  "env": { "A": "b" },
                  "args": ["mcp"]
                }
              }
            }
            """);
  }

  @Test
  void put_ofAHeader_keepsTheOthers() {
    EntryFields remote =
        new EntryFields(
            fields("url", "u", "headers", fields("Authorization", "Bearer ${T}")),
            Set.of(List.of("command"), List.of("url"), List.of("headers", "Authorization")));
    String text = "{\"mcpServers\":{\"holdfast\":{\"command\":\"c\",\"headers\":{\"X\":\"1\"}}}}";

    assertThat(format.put(text, PATH, remote))
        .isEqualTo(
            "{\"mcpServers\":{\"holdfast\":{\"headers\":{\"X\":\"1\", \"Authorization\":"
                + " \"Bearer ${T}\"}, \"url\": \"u\"}}}");
  }

  @Test
  void remove_ofTheFirstOfSeveral_leavesTheRestInPlace() {
    String text = "{\n  \"mcpServers\": {\n    \"holdfast\": {},\n    \"o\": 1\n  }\n}\n";

    assertThat(format.remove(text, PATH))
        .isEqualTo("{\n  \"mcpServers\": {\n    \"o\": 1\n  }\n}\n");
    assertThat(format.remove("{\"mcpServers\":{\"holdfast\":{},\"o\":1}}", PATH))
        .isEqualTo("{\"mcpServers\":{\"o\":1}}");
  }

  @Test
  void remove_betweenALineCommentAndMoreOnTheLine_doesNotMoveThatIntoTheComment() {
    String text = "{\n  \"mcpServers\": { // ours\n    \"holdfast\": {}, \"o\": 1 }\n}\n";

    assertThat(format.has(format.remove(text, PATH), List.of("mcpServers", "o"))).isTrue();
  }

  @Test
  void remove_ofWhatIsNotThere_isTheSameText() {
    assertThat(format.remove("{}", PATH)).isEqualTo("{}");
    assertThat(format.remove("", PATH)).isEmpty();
  }

  @Test
  void put_intoInvalidText_namesLineAndColumn() {
    assertThatThrownBy(() -> format.put("{\n  \"a\": 1\n  \"b\": 2\n}", PATH, ENTRY))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not valid JSON at line 3, column ")
        .hasMessageNotContaining("StreamReadFeature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "{} {}",
        "{\"mcpServers\": []}",
        "{\"mcpServers\": null}",
        "{\"mcpServers\": {\"holdfast\": \"x\"}}",
        "{'mcpServers': {}}",
        "{\"a\": NaN}",
      })
  void put_intoWhatIsNotUnderstood_isRefused(String text) {
    assertThatThrownBy(() -> format.put(text, PATH, ENTRY)).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mcpServers\": {}, \"mcpServers\": {}}",
        "{\"mcpServers\": {\"holdfast\": {}, \"holdfast\": {}}}",
      })
  void nameThatIsThereTwice_isRefused(String text) {
    assertThatThrownBy(() -> format.put(text, PATH, ENTRY))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is there 2 times");
  }

  @Test
  void whatFollowsBehindTheEnd_isRefusedAlsoWhenOnlyLooking() {
    assertThatThrownBy(() -> format.has("{} {}", PATH))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("something follows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ /* c */ }", "{\"a\": 1,}", "// c\n{}"})
  void strictFormat_refusesWhatItsClientsRefuse(String text) {
    assertThatThrownBy(() -> JsonFormat.STRICT.put(text, PATH, ENTRY))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not valid JSON");
    assertThat(format.put(text, PATH, ENTRY)).contains("holdfast");
  }

  @Test
  void deepNesting_isRefusedAndNoStackOverflows() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThatThrownBy(() -> format.put(deep, PATH, ENTRY)).isInstanceOf(ConfigException.class);
  }

  @Test
  void put_intoALargeFile_findsThePlace() {
    String before = "{\n  \"history\": \"" + "ä\\n😀".repeat(100_000) + "\",\n  \"mcpServers\": {";
    String after = "},\n  \"tail\": [" + "1,\n".repeat(100_000) + "2]\n}\n";

    String with = format.put(before + after, PATH, ENTRY);

    assertThat(with.startsWith(before + "\n    \"holdfast\": {\n")).isTrue();
    assertThat(with.endsWith("\n  " + after)).isTrue();
  }

  @Test
  void snippet_isWhatAFileWouldHold() {
    assertThat(format.snippet(List.of("a", "b"), Map.of("c", "\"\\\u0001é")))
        .isEqualTo(
            "{\n  \"a\": {\n    \"b\": {\n      \"c\": \"\\\"\\\\\\u0001é\"\n    }\n  }\n}\n");
  }
}
