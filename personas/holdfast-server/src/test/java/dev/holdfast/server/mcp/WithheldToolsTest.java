package dev.holdfast.server.mcp;

import static dev.holdfast.server.mcp.TestClient.call;
import static dev.holdfast.server.mcp.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.catalog.ToolFilter;
import dev.holdfast.server.catalog.ToolSelection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WithheldToolsTest {

  @TempDir Path folder;
  private FileLockManager locks;
  private PersonaStore store;

  @BeforeEach
  void open() throws Exception {
    locks = FileLockManager.inProcess();
    store = PersonaFolder.open(folder, locks, Actor.of("tester"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
    locks.close();
  }

  private TestClient client(ToolSelection selection) {
    TestClient client =
        new TestClient(
            new StdioServer(
                Catalog.of(store, locks, CatalogOptions.of("1").withTools(selection)), "1"));
    client.initialize("2025-11-25");
    return client;
  }

  @Test
  void toolThatIsNotHad_isNotListed_andItsCallIsAToolsErrorThatSaysWhy() {
    try (TestClient client = client(ToolSelection.READ_ONLY)) {
      client.send(request("1", "tools/list", "{}"));
      JsonNode tools = client.answerTo("1").path("result").path("tools");
      assertThat(tools)
          .isNotEmpty()
          .allSatisfy(
              tool ->
                  assertThat(tool.path("annotations").path("readOnlyHint").asBoolean()).isTrue());
      client.send(call("2", "delete_persona", "{\"persona\":\"lantern-keeper\"}"));
      JsonNode result = client.answerTo("2").path("result");
      assertThat(result.path("isError").asBoolean()).isTrue();
      JsonNode error = result.path("structuredContent").path("error");
      assertThat(error.path("code").asString()).isEqualTo("NOT_OFFERED");
      assertThat(error.path("message").asString()).contains("delete_persona", "read-only");
      assertThat(error.path("hint").asString()).contains("--read-only");
      client.send(call("3", "get_persona_details", "{\"persona\":\"lantern-keeper\"}"));
      assertThat(client.answerTo("3").path("result").path("isError").asBoolean()).isFalse();
      client.send(call("4", "no_such_tool", "{}"));
      client.error(-32602, "4");
    }
  }

  @Test
  void noToolAtAll_isAnEmptyList_andResourcesAndPromptsStay() {
    ToolSelection none =
        ToolFilter.of(List.of(), List.of("list_personas"), List.of("list_personas"));
    try (TestClient client = client(none)) {
      client.send(request("1", "tools/list", "{}"));
      assertThat(client.answerTo("1").path("result").path("tools")).isEmpty();
      client.send(request("2", "prompts/list", "{}"));
      assertThat(client.answerTo("2").path("result").path("prompts")).isNotEmpty();
      client.send(request("3", "resources/list", "{}"));
      assertThat(client.answerTo("3").path("result").path("resources")).isNotEmpty();
    }
  }
}
