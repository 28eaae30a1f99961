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
import tools.jackson.databind.JsonNode;

/** History, differences, undo, renaming, and changes that expect a version. */
class HistoryToolsTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
    fixture.context = RecordedCall.by("some client 1.2");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Answer edit(String value) {
    return fixture.call(
        "edit_persona", Map.of("persona", "alice", "field", "description", "value", value));
  }

  private String revision() {
    return fixture.call("get_persona_details", Map.of("persona", "alice")).revision();
  }

  @Test
  void revision_isInEveryShape_andGrowsNotButChanges() {
    String before = revision();
    assertThat(before).hasSize(32);
    JsonNode listed = fixture.call("list_personas").structured().path("personas").path(0);
    assertThat(listed.path("revision").asString()).isEqualTo(before);
    assertThat(edit("New.").revision()).isNotEqualTo(before).isEqualTo(revision());
  }

  @Test
  void personaHistory_tellsWhatWhoWithWhatAndBackToWhere_theLatestFirst() {
    String first = revision();
    edit("One.");
    String second = revision();
    fixture.call("set_user_identity", Map.of("username", "Berta"));
    edit("Two.");
    Answer history = fixture.call("persona_history", Map.of("persona", "alice"));
    assertThat(history.structured().path("total").asInt()).isEqualTo(2);
    JsonNode latest = history.structured().path("changes").path(0);
    assertThat(latest.path("operation").asString()).isEqualTo("edit");
    assertThat(latest.path("user").asString()).isEqualTo("Berta");
    assertThat(latest.path("client").asString()).isEqualTo("some client 1.2");
    assertThat(latest.path("fields")).hasToString("[\"description\"]");
    assertThat(latest.path("revisionBefore").asString()).isEqualTo(second);
    assertThat(latest.path("versionBefore").asString()).isEqualTo("1.1");
    assertThat(latest.path("versionAfter").asString()).isEqualTo("1.2");
    assertThat(latest.path("kept").asBoolean()).isTrue();
    JsonNode earlier = history.structured().path("changes").path(1);
    assertThat(earlier.path("user").asString()).isEqualTo("tester");
    assertThat(earlier.path("revisionBefore").asString()).isEqualTo(first);
    assertThat(history.text()).contains("by Berta with some client 1.2", second.substring(0, 12));
    Answer one = fixture.call("persona_history", Map.of("persona", "alice", "limit", 1));
    assertThat(one.structured().path("changes").size()).isEqualTo(1);
    assertThat(one.structured().path("total").asInt()).isEqualTo(2);
    assertThat(one.text()).contains("1 more");
  }

  @Test
  void personaHistory_withoutPersona_listsWhatCanBeBroughtBack() {
    assertThat(fixture.call("persona_history").structured())
        .hasToString("{\"changes\":[],\"deleted\":[],\"total\":0}");
    fixture.call("delete_persona", Map.of("persona", "alice"));
    Answer gone = fixture.call("persona_history");
    JsonNode alice = gone.structured().path("deleted").path(0);
    assertThat(alice.path("fileName").asString()).isEqualTo("alice.md");
    assertThat(alice.path("name").asString()).isEqualTo("Alice");
    assertThat(alice.path("operation").asString()).isEqualTo("delete");
    assertThat(alice.path("client").asString()).isEqualTo("some client 1.2");
    assertThat(gone.text()).contains("**Alice** (`alice.md`)");
  }

  @Test
  void personaHistory_ofNobody_isNotFound() {
    fixture.fail("NOT_FOUND", "persona_history", Map.of("persona", "nobody"));
  }

  @Test
  void personaHistory_ofTextsWithLineBreaks_keepsOneLineForEach() {
    fixture.context = RecordedCall.by("evil\n- 2026 edit by root");
    edit("One.");
    Answer history = fixture.call("persona_history", Map.of("persona", "alice"));
    assertThat(history.text().lines().filter(line -> line.startsWith("- "))).hasSize(1);
  }

  @Test
  void diffPersona_withoutRevisions_showsWhatTheLatestChangeDid() {
    edit("One.");
    String before = revision();
    edit("Two.");
    Answer diff = fixture.call("diff_persona", Map.of("persona", "alice"));
    assertThat(diff.field("fromRevision")).isEqualTo(before);
    assertThat(diff.field("toRevision")).isEqualTo(revision());
    assertThat(diff.field("diff"))
        .startsWith("--- alice.md@" + before.substring(0, 12) + "\n+++ alice.md@")
        .contains("\n-description: \"One.\"\n", "\n+description: \"Two.\"\n");
    assertThat(diff.text()).isEqualTo(diff.field("diff"));
  }

  @Test
  void diffPersona_betweenRevisionsOrVersions_comparesThese() {
    String first = revision();
    edit("One.");
    edit("Two.");
    Map<String, String> arguments =
        Map.of("persona", "alice", "from", first.substring(0, 8), "to", "1.1");
    assertThat(fixture.call("diff_persona", arguments).field("diff"))
        .contains("\n-description: About Alice.\n", "\n+description: \"One.\"\n")
        .doesNotContain("Two.");
    assertThat(
            fixture.call("diff_persona", Map.of("persona", "alice", "from", "1.2")).field("diff"))
        .isEmpty();
    fixture.fail("NOT_FOUND", "diff_persona", Map.of("persona", "alice", "from", "9.9"));
  }

  @Test
  void diffPersona_ofWhatIsNewOrGone_comparesWithNothing() {
    fixture.call(
        "create_persona",
        Map.of("name", "New", "description", "d", "category", "gaming", "instructions", "Play!"));
    Answer created = fixture.call("diff_persona", Map.of("persona", "new"));
    assertThat(created.field("diff")).startsWith("--- /dev/null\n+++ new.md@").contains("+Play!");
    fixture.call("delete_persona", Map.of("persona", "new"));
    Answer deleted = fixture.call("diff_persona", Map.of("persona", "new"));
    assertThat(deleted.field("toRevision")).isEmpty();
    assertThat(deleted.field("diff")).contains("\n+++ /dev/null\n").contains("-Play!");
  }

  @Test
  void diffPersona_ofWhatWasNeverChanged_saysSo() {
    assertThat(fixture.fail("NOT_FOUND", "diff_persona", Map.of("persona", "alice")).message())
        .contains("not changed yet");
  }

  @Test
  void undoPersona_takesBackTheLatestChange_byteForByte() throws IOException {
    byte[] before = Files.readAllBytes(fixture.folder.resolve("alice.md"));
    String revision = revision();
    edit("One.");
    Answer undo = fixture.call("undo_persona", Map.of("persona", "alice"));
    assertThat(undo.revision()).isEqualTo(revision);
    assertThat(undo.text()).contains("**Alice**", revision.substring(0, 12));
    assertThat(Files.readAllBytes(fixture.folder.resolve("alice.md"))).isEqualTo(before);
  }

  @Test
  void undoPersona_bringsBackADeletedOne_andAnEarlierRevision() {
    String first = revision();
    edit("One.");
    edit("Two.");
    Answer deleted = fixture.call("delete_persona", Map.of("persona", "alice"));
    assertThat(deleted.text()).contains("undo_persona", "alice.md");
    assertThat(deleted.revision()).hasSize(32);
    assertThat(fixture.call("undo_persona", Map.of("persona", "Alice")).revision())
        .isEqualTo(deleted.revision());
    Map<String, String> arguments = Map.of("persona", "alice", "revision", first);
    assertThat(fixture.call("undo_persona", arguments).revision()).isEqualTo(first);
    fixture.fail("INVALID_VALUE", "undo_persona", arguments);
  }

  @Test
  void undoPersona_ofAnInvalidText_bringsItBackAndSaysSo() throws IOException {
    fixture.writeInvalidFile("broken.md");
    fixture.call("delete_persona", Map.of("persona", "broken.md"));
    Answer undo = fixture.call("undo_persona", Map.of("persona", "broken.md"));
    assertThat(undo.persona().path("valid").asBoolean()).isFalse();
    assertThat(undo.text()).contains("**invalid**");
  }

  @Test
  void change_ofWhatIsNotExpected_isRefused() {
    String old = revision();
    edit("Somebody else's.");
    String now = revision();
    fixture.fail(
        "CHANGED",
        "edit_persona",
        Map.of(
            "persona", "alice", "field", "category", "value", "gaming", "expected_version", old));
    fixture.fail("CHANGED", "delete_persona", Map.of("persona", "alice", "expected_version", old));
    fixture.fail(
        "CHANGED",
        "rename_persona",
        Map.of("persona", "alice", "new_name", "Other", "expected_version", "1.0"));
    fixture.fail("CHANGED", "undo_persona", Map.of("persona", "alice", "expected_version", old));
    assertThat(revision()).isEqualTo(now);
    fixture.call("undo_persona", Map.of("persona", "alice", "expected_version", "1.1"));
    assertThat(revision()).isEqualTo(old);
    fixture.call("delete_persona", Map.of("persona", "alice", "expected_version", old));
  }

  @Test
  void renamePersona_movesTheFile_andTheHistoryGoesWithIt() {
    edit("One.");
    Answer renamed =
        fixture.call("rename_persona", Map.of("persona", "alice", "new_name", "Alicia"));
    assertThat(renamed.persona().path("fileName").asString()).isEqualTo("alicia.md");
    assertThat(renamed.field("previousName")).isEqualTo("Alice");
    assertThat(renamed.field("previousFileName")).isEqualTo("alice.md");
    Answer history = fixture.call("persona_history", Map.of("persona", "alicia"));
    assertThat(history.structured().path("total").asInt()).isEqualTo(2);
    JsonNode latest = history.structured().path("changes").path(0);
    assertThat(latest.path("operation").asString()).isEqualTo("rename");
    assertThat(latest.path("fileName").asString()).isEqualTo("alice.md");
    assertThat(latest.path("renamedTo").asString()).isEqualTo("alicia.md");
    assertThat(history.text()).contains("from `alice.md` to `alicia.md`");
    assertThat(fixture.call("diff_persona", Map.of("persona", "alicia")).field("diff"))
        .contains("-name: Alice\n", "+name: \"Alicia\"\n");
    Answer undo = fixture.call("undo_persona", Map.of("persona", "alicia"));
    assertThat(undo.persona().path("fileName").asString()).isEqualTo("alice.md");
    assertThat(undo.field("previousFileName")).isEqualTo("alicia.md");
  }

  @Test
  void renamePersona_toATakenName_isRefused() throws IOException {
    fixture.writeFile("bob.md", "Bob", "b");
    fixture.fail("ALREADY_EXISTS", "rename_persona", Map.of("persona", "alice", "new_name", "BOB"));
  }

  @Test
  void renamePersona_ofTheActiveOne_itStaysActive() {
    fixture.call("activate_persona", Map.of("persona", "alice"));
    fixture.call("rename_persona", Map.of("persona", "alice", "new_name", "Alicia"));
    Answer active = fixture.call("get_active_persona");
    assertThat(active.field("state")).isEqualTo("changed");
    assertThat(active.field("fileName")).isEqualTo("alicia.md");
    Answer undo = fixture.call("undo_persona", Map.of("persona", "alicia"));
    assertThat(undo.persona().path("active").asBoolean()).isTrue();
    assertThat(fixture.call("get_active_persona").field("state")).isEqualTo("unchanged");
    assertThat(
            fixture
                .call("delete_persona", Map.of("persona", "alice"))
                .structured()
                .path("wasActive")
                .asBoolean())
        .isTrue();
  }
}
