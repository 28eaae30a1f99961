package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.catalog.ToolSelection;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BackupApiTest {

  @Test
  void backup_isMadeAndVerified(@TempDir Path directory) throws Exception {
    try (ConsoleFixture console = new ConsoleFixture(directory, CatalogOptions.of("1"))) {
      String name = console.done("POST", "/api/backups", Map.of()).at("/backup/name").asString();
      JsonNode verified = console.get("/api/backup/verification", Map.of("name", name)).json();
      assertThat(verified.path("whole").asBoolean()).isTrue();
      assertThat(verified.path("personas").asInt()).isEqualTo(1);
    }
  }

  @Test
  void readOnlyServer_saysSoAndChangesNothing(@TempDir Path directory) throws Exception {
    CatalogOptions readOnly = CatalogOptions.of("1").withTools(ToolSelection.READ_ONLY);
    try (ConsoleFixture console = new ConsoleFixture(directory, readOnly)) {
      console.refused(403, "NOT_OFFERED", console.change("POST", "/api/backups", Map.of()));
      console.refused(
          403,
          "NOT_OFFERED",
          console.change(
              "PUT",
              "/api/persona",
              Map.of("persona", "alice", "changes", Map.of("description", "x"))));
      assertThat(console.get("/api/session").json().path("tools").toString())
          .contains("list_personas")
          .doesNotContain("edit_persona");
    }
  }
}
