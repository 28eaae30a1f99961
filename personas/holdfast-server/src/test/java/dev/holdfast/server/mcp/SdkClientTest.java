package dev.holdfast.server.mcp;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official client against the whole server on a real folder. */
class SdkClientTest {

  private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();

  @TempDir Path directory;
  private FileLockManager locks;
  private PersonaStore store;
  private McpSyncClient client;

  @BeforeEach
  void connect() throws Exception {
    locks = FileLockManager.inProcess();
    store =
        PersonaFolder.open(directory.resolve("p"), locks, Actor.of("tester"), Clock.systemUTC());
    StdioServer server = new StdioServer(Catalog.of(store, locks, CatalogOptions.of("9.9")), "9.9");
    client =
        McpClient.sync(new InMemoryClientTransport(server))
            .requestTimeout(ofSeconds(30))
            .clientInfo(Implementation.builder("sdk test", "7.1").build())
            .progressConsumer(progress::add)
            .build();
    client.initialize();
  }

  @AfterEach
  void disconnect() {
    client.closeGracefully();
    store.close();
    locks.close();
  }

  @Test
  void initialize_tellsServerAndInstructions() {
    assertThat(client.getServerInfo().name()).isEqualTo("holdfast");
    assertThat(client.getServerInfo().version()).isEqualTo("9.9");
    assertThat(client.getServerInstructions()).contains("activate_persona");
  }

  @Test
  void listTools_givesTheCatalogue() {
    List<Tool> tools = client.listTools().tools();
    assertThat(tools).hasSize(31);
    assertThat(tools)
        .allSatisfy(
            tool -> {
              assertThat(tool.annotations().readOnlyHint()).isNotNull();
              assertThat(tool.annotations().destructiveHint()).isNotNull();
              assertThat(tool.annotations().idempotentHint()).isNotNull();
              assertThat(tool.annotations().openWorldHint()).isNotNull();
              assertThat(tool.outputSchema()).isNotEmpty();
            });
  }

  @Test
  void aPersonasLife_fromCreationToDeletion() {
    call(
        "create_persona",
        Map.of("name", "Carl", "description", "d", "category", "gaming", "instructions", "Play!"));
    call("edit_persona", Map.of("persona", "carl", "field", "description", "value", "Plays."));
    assertThat(text(call("activate_persona", Map.of("persona", "carl")))).contains("Play!");
    assertThat(text(call("get_active_persona", Map.of()))).contains("Plays.");
    assertThat(text(call("list_personas", Map.of()))).contains("**Carl**", "(active)");
    call("delete_persona", Map.of("persona", "carl"));
    CallToolResult gone =
        client.callTool(request("get_persona_details", Map.of("persona", "carl")));
    assertThat(gone.isError()).isTrue();
    assertThat(gone.structuredContent()).asString().contains("NOT_FOUND");
  }

  @Test
  void aPersonasPast_withWhoDidWhat_canBeSeenAndBroughtBack() {
    call("set_user_identity", Map.of("username", "Berta"));
    call(
        "create_persona",
        Map.of("name", "Carl", "description", "d", "category", "gaming", "instructions", "Play!"));
    call("edit_persona", Map.of("persona", "carl", "field", "description", "value", "Plays."));
    call(
        "rename_persona",
        Map.of("persona", "carl", "new_name", "Charles", "expected_version", "1.1"));
    assertThat(text(call("persona_history", Map.of("persona", "charles"))))
        .contains("rename by Berta with sdk test 7.1", "edit by Berta", "create by Berta");
    assertThat(text(call("diff_persona", Map.of("persona", "charles"))))
        .contains("-name: \"Carl\"", "+name: \"Charles\"");
    call("delete_persona", Map.of("persona", "charles"));
    assertThat(text(call("persona_history", Map.of()))).contains("**Charles** (`charles.md`)");
    call("undo_persona", Map.of("persona", "charles"));
    call("undo_persona", Map.of("persona", "charles", "revision", "1.0"));
    assertThat(text(call("get_persona_details", Map.of("persona", "charles.md"))))
        .contains("Version: 1.0", "Play!");
  }

  @Test
  void personas_travelAsABundle_andTheClientIsToldHowFarItIs() {
    String bundle = (String) structured(call("export_all_personas", Map.of())).get("content");
    CallToolRequest request =
        CallToolRequest.builder("import_persona")
            .arguments(Map.of("source", bundle, "conflict", "rename"))
            .progressToken("import")
            .build();
    CallToolResult imported = client.callTool(request);
    assertThat(structured(imported)).containsEntry("renamed", 5);
    await()
        .untilAsserted(
            () -> assertThat(progress).extracting(p -> p.progress()).contains(1.0, 10.0));
    assertThat(progress) // the client hands them on in any order
        .allSatisfy(step -> assertThat(step.progressToken()).isEqualTo("import"))
        .filteredOn(step -> step.progress() == 10)
        .singleElement()
        .satisfies(step -> assertThat(step.total()).isEqualTo(10.0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> structured(CallToolResult result) {
    return (Map<String, Object>) result.structuredContent();
  }

  @Test
  void callTool_ofUnknownTool_isAProtocolError() {
    assertThatThrownBy(() -> client.callTool(request("no_such_tool", Map.of())))
        .isInstanceOf(McpError.class)
        .hasMessageContaining("no_such_tool");
  }

  @Test
  void hundredEditsAtOnce_areAllKept() throws Exception {
    call(
        "create_persona",
        Map.of("name", "Dora", "description", "d", "category", "gaming", "instructions", "i"));
    List<Callable<CallToolResult>> edits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Map<String, Object> arguments =
          Map.of("persona", "dora", "field", "description", "value", "edit " + i);
      edits.add(() -> client.callTool(request("edit_persona", arguments)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<CallToolResult> edit : threads.invokeAll(edits)) {
        assertThat(edit.get().isError()).as(text(edit.get())).isFalse();
      }
    }
    assertThat(text(call("get_persona_details", Map.of("persona", "dora"))))
        .contains("Version: 1.100");
  }

  @Test
  void personas_asResourcesAndPrompts_areFoundReadAndAnnounced() throws Exception {
    List<Resource> resources = new CopyOnWriteArrayList<>();
    List<Prompt> prompts = new CopyOnWriteArrayList<>();
    List<ResourceContents> updated = new CopyOnWriteArrayList<>();
    try (McpSyncClient other =
        McpClient.sync(
                new InMemoryClientTransport(
                    new StdioServer(Catalog.of(store, locks, CatalogOptions.of("9.9")), "9.9")))
            .requestTimeout(ofSeconds(30))
            .resourcesChangeConsumer(resources::addAll)
            .promptsChangeConsumer(prompts::addAll)
            .resourcesUpdateConsumer(updated::addAll)
            .build()) {
      other.initialize();
      assertThat(other.listResources().resources()).hasSize(6);
      assertThat(other.listResourceTemplates().resourceTemplates()).hasSize(2);
      assertThat(other.listPrompts().prompts()).hasSize(6);
      other.subscribeResource(SubscribeRequest.builder("persona://lantern-keeper").build());
      call(
          "create_persona",
          Map.of(
              "name", "Carl", "description", "d", "category", "gaming", "instructions", "Play!"));
      await()
          .atMost(ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(resources).extracting(Resource::uri).contains("persona://carl");
                assertThat(prompts).extracting(Prompt::name).contains("carl");
              });
      call(
          "edit_persona",
          Map.of("persona", "lantern-keeper", "field", "author", "value", "Somebody new"));
      await()
          .atMost(ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(updated)
                      .last()
                      .isInstanceOfSatisfying(
                          TextResourceContents.class,
                          contents -> assertThat(contents.text()).contains("Somebody new")));
      assertThat(
              other
                  .completeCompletion(
                      CompleteRequest.builder(
                              new ResourceReference("persona://{slug}"),
                              new CompleteRequest.CompleteArgument("slug", "Lan"))
                          .build())
                  .completion()
                  .values())
          .containsExactly("lantern-keeper");
    }
  }

  private CallToolResult call(String tool, Map<String, Object> arguments) {
    CallToolResult result = client.callTool(request(tool, arguments));
    assertThat(result.isError()).as(text(result)).isFalse();
    return result;
  }

  private static CallToolRequest request(String tool, Map<String, Object> arguments) {
    return CallToolRequest.builder(tool).arguments(arguments).build();
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().getFirst()).text();
  }
}
