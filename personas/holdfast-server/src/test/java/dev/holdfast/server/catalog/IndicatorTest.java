package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndicatorTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
    Files.writeString(
        fixture.folder.resolve("bob.md"),
        "---\nname: Bob\ndescription: d\nauthor: Mira\ncategory: gaming\nversion: \"2.1\"\n---\nDo.\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String example(Map<String, Object> arguments) {
    return fixture.call("configure_indicator", arguments).field("example");
  }

  @Test
  void answers_beginWithTheIndicatorAsLongAsAPersonaIsActive_andTheirStructureDoesNot() {
    assertThat(fixture.call("list_personas").text()).startsWith("2 personas");
    assertThat(fixture.call("activate_persona", Map.of("persona", "bob")).text())
        .startsWith("[🎭 Bob v2.1 by Mira] | Active now: ");
    Answer list = fixture.call("list_personas");
    assertThat(list.text()).startsWith("[🎭 Bob v2.1 by Mira] | 2 personas");
    assertThat(list.structured().toString()).doesNotContain("🎭");
    assertThat(fixture.call("get_persona_details", Map.of("persona", "alice")).text())
        .startsWith("[🎭 Bob v2.1 by Mira]\n\n# Alice\n");
    assertThat(fixture.fail("NOT_FOUND", "get_persona_details", Map.of("persona", "x")).text())
        .doesNotContain("🎭");
    assertThat(fixture.call("deactivate_persona").text()).startsWith("No longer active");
  }

  @Test
  void configure_changesWhatIsGivenAndKeepsTheRest() {
    fixture.call("activate_persona", Map.of("persona", "bob"));
    assertThat(example(Map.of("showCategory", true))).isEqualTo("[🎭 Bob v2.1 by Mira (gaming)]");
    assertThat(example(Map.of("showAuthor", false, "bracketStyle", "angle")))
        .isEqualTo("<🎭 Bob v2.1 (gaming)>");
    assertThat(example(Map.of("style", "compact"))).isEqualTo("<Bob v2.1>");
    assertThat(example(Map.of("style", "minimal", "emoji", "🦊"))).isEqualTo("🦊 Bob");
    assertThat(example(Map.of("customFormat", "{name}/{category} by {author}, {emoji}{version}")))
        .isEqualTo("Bob/gaming by Mira, 🦊2.1");
    Answer answer = fixture.call("configure_indicator", Map.of("separator", " – "));
    assertThat(answer.text()).startsWith("Bob/gaming by Mira, 🦊2.1 – Configured.");
    assertThat(fixture.call("get_indicator_config").structured())
        .hasToString(
            "{\"enabled\":true,\"style\":\"custom\",\"customFormat\":\"{name}/{category} by"
                + " {author}, {emoji}{version}\",\"showEmoji\":true,\"showName\":true,"
                + "\"showVersion\":true,\"showAuthor\":false,\"showCategory\":true,"
                + "\"separator\":\" – \",\"emoji\":\"🦊\",\"bracketStyle\":\"angle\","
                + "\"example\":\"Bob/gaming by Mira, 🦊2.1\"}");
    assertThat(fixture.call("configure_indicator", Map.of("enabled", false)).text())
        .isEqualTo("Configured. The active persona is not shown.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "customFormat|{name} {password}|{password}",
        "customFormat|{name} \u202e|cannot be shown",
        "style|custom|needs a custom format",
        "separator|xxxxxxxxxxxxxxxxxxxxx|longer than 20",
        "emoji|x\u001b[2J|cannot be shown",
      })
  void value_thatCannotBe_isRefusedAndNothingIsConfigured(
      String argument, String value, String reason) {
    String before = fixture.call("get_indicator_config").structured().toString();
    assertThat(
            fixture
                .fail(
                    "INVALID_VALUE",
                    "configure_indicator",
                    Map.of(argument, value, "showName", false))
                .message())
        .contains(reason)
        .doesNotContain("\u001b");
    assertThat(fixture.call("get_indicator_config").structured()).hasToString(before);
  }

  @Test
  void hostileName_isShownWithoutMarkupControlsAndPlaceholders() throws IOException {
    Files.writeString(
        fixture.folder.resolve("evil.md"),
        """
        ---
        name: "{author}](http://x) **b** <b>`c`\\u202Eevil"
        description: d
        author: "$1 \\\\ Mira"
        ---
        Do.
        """);
    String evil = fixture.call("activate_persona", Map.of("persona", "evil.md")).text();
    String shown = evil.substring(0, evil.indexOf("Active now"));
    assertThat(shown)
        .startsWith("[🎭 ?author??(http://x) ??b?? ?b??c??evil")
        .doesNotContain("\n", "\u001b", "\u202e", "<", "`", "*", "](");
    assertThat(example(Map.of("customFormat", "{name} of {author}"))).doesNotContain("Mira Mira");
    assertThat(example(Map.of("customFormat", "{author}"))).isEqualTo("$1 ? Mira");
  }

  @Test
  void sessions_haveIndicatorsOfTheirOwn() {
    fixture.call("configure_indicator", Map.of("enabled", false));
    Catalog other = Catalog.of(fixture.store, fixture.locks, CatalogOptions.of("1"));
    ToolResult config =
        other.tools().stream()
            .filter(tool -> tool.name().equals("get_indicator_config"))
            .findFirst()
            .orElseThrow()
            .call(Map.of(), CallContext.NONE);
    assertThat(config.structured()).containsEntry("enabled", true);
  }
}
