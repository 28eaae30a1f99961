package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personas whose authors mean harm, in the words that tools say about them. */
class HostileTextsTest {

  /** A bell, a command to a terminal, a new line, a text that runs backwards, a hidden tag. */
  private static final String HOSTILE =
      "x\\u0007\\u001b]0;owned\\u0007\\u009b2J\\n- y\\u202egnp\\u2066z";

  private static final String HUGE = "w".repeat(200_000);

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
    write("evil.md", "Evil", "description: \"" + HOSTILE + "\"\nauthor: \"A\\u202eB\"\n");
    write("broken.md", HOSTILE, "description: d\nversion: \"" + HOSTILE + "\"\n");
    write("bidi\u202e\u001b[2J.md", "Bidi", "description: d\n");
  }

  private void write(String fileName, String name, String fields) throws IOException {
    Files.writeString(
        fixture.folder.resolve(fileName),
        "---\nname: \"" + name + "\"\n" + fields + "---\n" + HUGE);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void assertSafe(String text) {
    assertThat(text.replace("\n", ""))
        .doesNotContainPattern("[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029]");
  }

  @Test
  void answers_sayNothingThatAScreenObeys() {
    for (String tool :
        List.of(
            "list_personas",
            "get_server_status",
            "get_lock_metrics",
            "persona_history",
            "create_backup",
            "list_backups",
            "reload_personas")) {
      assertSafe(fixture.call(tool).text());
    }
    for (String persona : List.of("evil.md", "broken.md", "Bidi")) {
      assertSafe(fixture.call("validate_persona", Map.of("persona", persona)).text());
      assertSafe(fixture.call("persona_history", Map.of("persona", persona)).text());
    }
    assertSafe(fixture.call("activate_persona", Map.of("persona", "Evil")).text());
    assertSafe(fixture.call("get_active_persona").text());
    assertSafe(fixture.call("get_persona_details", Map.of("persona", "Bidi")).text());
    assertSafe(
        fixture
            .call(
                "import_persona",
                Map.of("source", "---\nname: \"N\\u202eN\"\ndescription: d\n---\n"))
            .text());
    assertSafe(fixture.call("delete_persona", Map.of("persona", "Bidi")).text());
    assertSafe(fixture.call("delete_persona", Map.of("persona", "broken.md")).text());
    assertSafe(fixture.call("undo_persona", Map.of("persona", "broken.md")).text());
  }

  @Test
  void failures_sayNothingThatAScreenObeys() {
    String ref = "a\u001b[2J\u202eb\u2066";
    for (String tool : List.of("get_persona_details", "activate_persona", "delete_persona")) {
      assertSafe(fixture.fail("NOT_FOUND", tool, Map.of("persona", ref)).text());
    }
    assertSafe(
        fixture.fail("INVALID_FILE", "activate_persona", Map.of("persona", "broken.md")).text());
    assertSafe(fixture.fail("INVALID_ARGUMENT", "list_personas", Map.of(ref, ref)).text());
    assertSafe(
        fixture
            .fail(
                "INVALID_VALUE",
                "create_persona",
                Map.of("name", ref, "description", "d", "category", ref, "instructions", "i"))
            .text());
  }

  @Test
  void structure_isFaithful() {
    Answer details = fixture.call("get_persona_details", Map.of("persona", "Evil"));
    assertThat(details.persona().path("description").asString())
        .isEqualTo("x\u0007\u001b]0;owned\u0007\u009b2J\n- y\u202egnp\u2066z");
    assertThat(details.persona().path("instructions").asString()).isEqualTo(HUGE);
    assertThat(fixture.listedFiles(fixture.call("list_personas")))
        .contains("bidi\u202e\u001b[2J.md");
  }
}
