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

class ActivationTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothing_isActiveAtFirst() {
    assertThat(fixture.call("get_active_persona").field("state")).isEqualTo("none");
    Answer deactivated = fixture.call("deactivate_persona");
    assertThat(deactivated.structured()).hasToString("{\"deactivated\":false}");
  }

  @Test
  void activatePersona_returnsItsInstructions() {
    Answer activated = fixture.call("activate_persona", Map.of("persona", "ALICE"));
    assertThat(activated.persona().path("instructions").asString()).isEqualTo("Answers kindly.");
    assertThat(activated.text()).contains("**Alice**").endsWith("Answers kindly.");
    Answer now = fixture.call("get_active_persona");
    assertThat(now.field("state")).isEqualTo("unchanged");
    assertThat(now.field("fileName")).isEqualTo("alice.md");
    assertThat(now.text()).endsWith("Answers kindly.");
  }

  @Test
  void activatePersona_thatFails_leavesTheFormerOneActive() throws IOException {
    fixture.writeInvalidFile("broken.md");
    fixture.call("activate_persona", Map.of("persona", "alice"));
    fixture.fail("INVALID_FILE", "activate_persona", Map.of("persona", "broken.md"));
    fixture.fail("NOT_FOUND", "activate_persona", Map.of("persona", "nobody"));
    assertThat(fixture.call("get_active_persona").field("fileName")).isEqualTo("alice.md");
  }

  @Test
  void getActivePersona_afterSomebodyEditedTheFile_saysChangedAndShowsTheNewText()
      throws IOException {
    fixture.call("activate_persona", Map.of("persona", "alice"));
    fixture.writeFile("alice.md", "Alice", "Answers curtly.");
    Answer now = fixture.call("get_active_persona");
    assertThat(now.field("state")).isEqualTo("changed");
    assertThat(now.persona().path("instructions").asString()).isEqualTo("Answers curtly.");
    assertThat(now.text()).contains("changed since");
  }

  @Test
  void getActivePersona_afterSomebodyDeletedTheFile_saysSo() throws IOException {
    fixture.call("activate_persona", Map.of("persona", "alice"));
    Files.delete(fixture.folder.resolve("alice.md"));
    Answer now = fixture.call("get_active_persona");
    assertThat(now.field("state")).isEqualTo("deleted");
    assertThat(now.field("name")).isEqualTo("Alice");
    assertThat(now.text()).contains("was deleted", "deactivate_persona");
    assertThat(fixture.call("deactivate_persona").field("name")).isEqualTo("Alice");
    assertThat(fixture.call("get_active_persona").field("state")).isEqualTo("none");
  }

  @Test
  void getActivePersona_afterTheFileWasBroken_saysSo() throws IOException {
    fixture.call("activate_persona", Map.of("persona", "alice"));
    fixture.writeInvalidFile("alice.md");
    Answer now = fixture.call("get_active_persona");
    assertThat(now.field("state")).isEqualTo("invalid");
    assertThat(now.text()).contains("cannot be read any more");
  }

  @Test
  void deletePersona_ofTheActiveOne_deactivatesIt() throws IOException {
    fixture.writeFile("bob.md", "Bob", "b");
    fixture.call("activate_persona", Map.of("persona", "alice"));
    assertThat(wasActive("bob")).isFalse();
    assertThat(fixture.call("get_active_persona").field("state")).isEqualTo("unchanged");
    assertThat(wasActive("alice")).isTrue();
    assertThat(fixture.call("get_active_persona").field("state")).isEqualTo("none");
  }

  private boolean wasActive(String persona) {
    return fixture
        .call("delete_persona", Map.of("persona", persona))
        .structured()
        .path("wasActive")
        .asBoolean();
  }
}
