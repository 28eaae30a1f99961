package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogTest {

  private static final List<String> TOOLS =
      List.of(
          "list_personas",
          "get_persona_details",
          "validate_persona",
          "reload_personas",
          "create_persona",
          "edit_persona",
          "rename_persona",
          "delete_persona",
          "persona_history",
          "diff_persona",
          "undo_persona",
          "export_persona",
          "export_all_personas",
          "share_persona",
          "import_persona",
          "import_from_url",
          "create_backup",
          "list_backups",
          "verify_backup",
          "restore_backup",
          "prune_backups",
          "activate_persona",
          "get_active_persona",
          "deactivate_persona",
          "configure_indicator",
          "get_indicator_config",
          "set_user_identity",
          "get_user_identity",
          "clear_user_identity",
          "get_server_status",
          "get_lock_metrics");

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
  void tools_areThese_inTheSameOrderWithTheSameSchemasEveryTime() {
    Catalog again = Catalog.of(fixture.store, fixture.locks, CatalogOptions.of("1.2.3"));
    assertThat(fixture.catalog.tools().stream().map(Tool::name)).isEqualTo(TOOLS);
    assertThat(schemas(again)).isEqualTo(schemas(fixture.catalog));
  }

  private static String schemas(Catalog catalog) {
    StringBuilder text = new StringBuilder();
    for (Tool tool : catalog.tools()) {
      text.append(JsonMapper.shared().writeValueAsString(tool.inputSchema()));
      text.append(JsonMapper.shared().writeValueAsString(tool.outputSchema()));
    }
    return text.toString();
  }

  @Test
  void tools_areDescribedAndTheirSchemasAreSchemas() {
    for (Tool tool : fixture.catalog.tools()) {
      assertThat(tool.title()).isNotBlank();
      assertThat(tool.description()).isNotBlank();
      assertThat(CatalogFixture.VALIDATOR.validateSchema(tool.inputSchema()).valid()).isTrue();
      assertThat(CatalogFixture.VALIDATOR.validateSchema(tool.outputSchema()).valid()).isTrue();
      assertThat(tool.inputSchema()).containsEntry("type", "object");
      assertThat(tool.outputSchema()).containsEntry("type", "object");
    }
    assertThat(fixture.tool("delete_persona").hints())
        .isEqualTo(new ToolHints(false, true, true, false));
    assertThat(fixture.tool("list_personas").hints())
        .isEqualTo(new ToolHints(true, false, true, false));
  }

  @Test
  void outputSchemas_refuseWhatIsNeitherResultNorError() {
    for (Tool tool : fixture.catalog.tools()) {
      assertThat(refuses(tool, Map.of())).as(tool.name()).isTrue();
      assertThat(refuses(tool, Map.of("unknown", 1))).as(tool.name()).isTrue();
      assertThat(refuses(tool, Map.of("error", Map.of("code", "X")))).as(tool.name()).isTrue();
      assertThat(refuses(tool, new ToolResult.Failure("X", "m", "").structured()))
          .as(tool.name())
          .isFalse();
    }
  }

  private static boolean refuses(Tool tool, Map<String, Object> structured) {
    return !CatalogFixture.VALIDATOR.validate(tool.outputSchema(), structured).valid();
  }

  @Test
  void listPersonas_showsValidAndInvalidOnesInOrderOfFileName() throws IOException {
    fixture.writeFile("zoe.md", "Zoe", "z");
    fixture.writeInvalidFile("broken.md");
    fixture.call("activate_persona", Map.of("persona", "zoe"));
    Answer list = fixture.call("list_personas");
    assertThat(fixture.listedFiles(list)).containsExactly("alice.md", "broken.md", "zoe.md");
    JsonNode broken = list.structured().path("personas").path(1);
    assertThat(broken.path("valid").asBoolean()).isFalse();
    assertThat(broken.path("findings").path(0).path("severity").asString()).isEqualTo("error");
    assertThat(list.structured().path("personas").path(2).path("active").asBoolean()).isTrue();
    assertThat(list.field("activePersona")).isEqualTo("zoe.md");
    assertThat(list.structured().path("total").asInt()).isEqualTo(3);
    assertThat(list.structured().path("invalid").asInt()).isEqualTo(1);
    assertThat(list.text())
        .contains("3 personas (1 invalid)", "**Alice** (`alice.md`)", "`broken.md`: **invalid**")
        .contains("**(active)**");
  }

  @Test
  void listPersonas_inPages_missesNoneAlsoWhenTheCursorsFileIsDeletedMeanwhile()
      throws IOException {
    for (String slug : List.of("b", "c", "d", "e")) {
      fixture.writeFile(slug + ".md", "Persona " + slug, "text");
    }
    Answer first = fixture.call("list_personas", Map.of("limit", 2));
    assertThat(fixture.listedFiles(first)).containsExactly("alice.md", "b.md");
    assertThat(first.text()).contains("3 more", "b.md");
    fixture.call("delete_persona", Map.of("persona", "b.md"));
    fixture.writeFile("aa.md", "Persona aa", "before the cursor");
    Answer second =
        fixture.call("list_personas", Map.of("limit", 2, "cursor", first.field("nextCursor")));
    assertThat(fixture.listedFiles(second)).containsExactly("c.md", "d.md");
    Answer third =
        fixture.call("list_personas", Map.of("limit", 2, "cursor", second.field("nextCursor")));
    assertThat(fixture.listedFiles(third)).containsExactly("e.md");
    assertThat(third.structured().has("nextCursor")).isFalse();
  }

  @Test
  void getPersonaDetails_ofCreatedPersona_givesEveryByteBack() {
    String instructions =
        "Zeile\n\"quotes\" $(rm) ```\ncode\n``` 日本語 Ελλ عربي 👨‍👩‍👧\n\n- end  \n";
    fixture.call(
        "create_persona",
        Map.of(
            "name", "日本語 Persona",
            "description", "Says: \"hello\"",
            "category", "creative",
            "instructions", instructions,
            "triggers", "one, two"));
    Answer details = fixture.call("get_persona_details", Map.of("persona", "日本語 persona"));
    assertThat(details.persona().path("instructions").asString()).isEqualTo(instructions);
    assertThat(details.persona().path("description").asString()).isEqualTo("Says: \"hello\"");
    assertThat(details.persona().path("triggers")).hasToString("[\"one\",\"two\"]");
    assertThat(details.persona().path("version").asString()).isEqualTo("1.0");
    assertThat(details.text()).endsWith(instructions);
  }

  @Test
  void createPersona_ofTakenName_isRefused() {
    fixture.fail(
        "ALREADY_EXISTS",
        "create_persona",
        Map.of("name", "alice", "description", "d", "category", "creative", "instructions", "i"));
  }

  @Test
  void createPersona_withUnknownCategory_isRefused() {
    fixture.fail(
        "INVALID_VALUE",
        "create_persona",
        Map.of("name", "B", "description", "d", "category", "weird", "instructions", "i"));
    assertThat(fixture.listedFiles(fixture.call("list_personas"))).containsExactly("alice.md");
  }

  @Test
  void editPersona_ofOneField_setsItAndTheVersionGrows() {
    Answer edit =
        fixture.call(
            "edit_persona", Map.of("persona", "Alice", "field", "description", "value", "New."));
    assertThat(edit.persona().path("description").asString()).isEqualTo("New.");
    assertThat(edit.field("previousVersion")).isEqualTo("1.0");
    assertThat(edit.persona().path("version").asString()).isEqualTo("1.1");
    assertThat(edit.structured().path("changedFields")).hasToString("[\"description\"]");
    assertThat(edit.text()).contains("Alice", "description", "1.1");
  }

  @Test
  void editPersona_withChanges_setsAllInOneStepOrNone() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("description", "Newer.");
    changes.put("category", "gaming");
    Answer edit = fixture.call("edit_persona", Map.of("persona", "alice.md", "changes", changes));
    assertThat(edit.persona().path("version").asString()).isEqualTo("1.1");
    assertThat(edit.structured().path("changedFields"))
        .hasToString("[\"description\",\"category\"]");
    changes.put("description", "Not this.");
    changes.put("colour", "red");
    fixture.fail("UNKNOWN_FIELD", "edit_persona", Map.of("persona", "alice", "changes", changes));
    Answer details = fixture.call("get_persona_details", Map.of("persona", "alice"));
    assertThat(details.persona().path("description").asString()).isEqualTo("Newer.");
  }

  @Test
  void editPersona_inNoneOrBothOrHalfOfTheForms_isRefused() {
    for (Map<String, Object> arguments :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("field", "description"),
            Map.of("value", "x"),
            Map.of("field", "name", "value", "x", "changes", Map.of("name", "y")),
            Map.of("value", "x", "changes", Map.of("name", "y")))) {
      Map<String, Object> withPersona = new LinkedHashMap<>(arguments);
      withPersona.put("persona", "alice");
      fixture.fail("INVALID_ARGUMENT", "edit_persona", withPersona);
    }
  }

  @Test
  void deletePersona_deletesAlsoInvalidOnes() throws IOException {
    fixture.writeInvalidFile("broken.md");
    assertThat(fixture.call("delete_persona", Map.of("persona", "broken")).field("fileName"))
        .isEqualTo("broken.md");
    assertThat(fixture.call("delete_persona", Map.of("persona", "Alice")).field("name"))
        .isEqualTo("Alice");
    fixture.fail("NOT_FOUND", "delete_persona", Map.of("persona", "Alice"));
  }

  @Test
  void validatePersona_ofInvalidFile_saysWhere() throws IOException {
    fixture.writeInvalidFile("broken.md");
    Answer report = fixture.call("validate_persona", Map.of("persona", "broken.md"));
    assertThat(report.structured().path("valid").asBoolean()).isFalse();
    assertThat(report.structured().path("errors").asInt()).isPositive();
    assertThat(report.structured().path("findings").path(0).path("line").asInt()).isPositive();
    assertThat(report.text()).contains("**invalid**", "line");
    assertThat(
            fixture
                .call("validate_persona", Map.of("persona", "alice"))
                .structured()
                .path("valid")
                .asBoolean())
        .isTrue();
  }

  @Test
  void reloadPersonas_countsAgain() throws IOException {
    fixture.writeInvalidFile("broken.md");
    Answer reload = fixture.call("reload_personas");
    assertThat(reload.structured()).hasToString("{\"total\":2,\"valid\":1,\"invalid\":1}");
  }

  @Test
  void call_ofUnknownPersona_saysSoAndWhatToDo() {
    for (String tool :
        List.of("get_persona_details", "validate_persona", "delete_persona", "activate_persona")) {
      assertThat(fixture.fail("NOT_FOUND", tool, Map.of("persona", "nobody")).message())
          .contains("nobody");
    }
    fixture.fail(
        "NOT_FOUND", "edit_persona", Map.of("persona", "../etc", "field", "name", "value", "x"));
  }

  @Test
  void call_afterTheStoreWasClosed_isRefused() {
    fixture.store.close();
    fixture.fail("CLOSED", "list_personas", Map.of());
    fixture.fail("CLOSED", "get_server_status", Map.of());
  }
}
