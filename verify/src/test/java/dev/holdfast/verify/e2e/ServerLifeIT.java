package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the start of a server to its end. */
@Timeout(120)
class ServerLifeIT {

  private static final List<String> TOOLS =
      List.of(
          "list_personas",
          "get_persona_details",
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
          "validate_persona",
          "activate_persona",
          "get_active_persona",
          "deactivate_persona",
          "configure_indicator",
          "get_indicator_config",
          "reload_personas",
          "set_user_identity",
          "get_user_identity",
          "clear_user_identity",
          "get_server_status",
          "get_lock_metrics");

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void session_ofEachClient_doesTheEverydayWork(ClientKind kind) throws IOException {
    Client client = servers.start(kind, folder);
    assertThat(client.tools()).containsExactlyInAnyOrderElementsOf(TOOLS);
    assertThat(Personas.listed(client.ask("list_personas", Map.of()))).as("samples").hasSize(5);

    Client.await(client.create("Everyday Helper", "Help.")).orFail();
    Client.await(client.edit("everyday-helper", "description", "Helps")).orFail();
    for (String ref : List.of("Everyday Helper", "everyday helper", "everyday-helper.md")) {
      Answer details = client.ask("get_persona_details", Map.of("persona", ref)).orFail();
      assertThat(details.structured().path("persona").path("description").asString())
          .isEqualTo("Helps");
    }
    Answer active = client.ask("activate_persona", Map.of("persona", "Everyday Helper")).orFail();
    assertThat(active.text()).contains("Help.");
    assertThat(client.ask("get_active_persona", Map.of()).orFail().text())
        .contains("Everyday Helper");
    client.ask("deactivate_persona", Map.of()).orFail();
    client.ask("validate_persona", Map.of("persona", "Everyday Helper")).orFail();
    client.ask("get_server_status", Map.of()).orFail();
    client.ask("get_lock_metrics", Map.of()).orFail();
    client.ask("reload_personas", Map.of()).orFail();
    assertThat(folder.resolve("everyday-helper.md")).exists();
    client.ask("delete_persona", Map.of("persona", "Everyday Helper")).orFail();
    assertThat(folder.resolve("everyday-helper.md")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void session_ofEachClient_looksIntoThePastAndBringsItBack(ClientKind kind) {
    Client client = servers.start(kind, folder);
    client.ask("set_user_identity", Map.of("username", "Berta")).orFail();
    assertThat(client.ask("get_user_identity", Map.of()).orFail().text()).contains("Berta");
    Client.await(client.create("Helper", "Help.")).orFail();
    Client.await(client.edit("helper", "description", "Helps")).orFail();
    assertThat(client.ask("diff_persona", Map.of("persona", "helper")).orFail().text())
        .contains("+description: \"Helps\"");
    client.ask("rename_persona", Map.of("persona", "helper", "new_name", "Other")).orFail();
    assertThat(client.ask("persona_history", Map.of("persona", "other")).orFail().text())
        .contains("rename by Berta with ", "edit by Berta with ");
    String link =
        client
            .ask("share_persona", Map.of("persona", "other"))
            .orFail()
            .structured()
            .path("link")
            .asString();
    client.ask("export_persona", Map.of("persona", "other", "format", "json")).orFail();
    client.ask("export_all_personas", Map.of()).orFail();
    client.ask("delete_persona", Map.of("persona", "other")).orFail();
    client.ask("undo_persona", Map.of("persona", "other")).orFail();
    assertThat(folder.resolve("other.md")).exists();
    client.ask("import_persona", Map.of("source", link)).assertRefused("ALREADY_EXISTS");
    client.ask("import_persona", Map.of("source", link, "conflict", "rename")).orFail();
    assertThat(folder.resolve("other-2.md")).exists();
    client.ask("clear_user_identity", Map.of()).orFail();
  }

  @Test
  void session_throughTheTransportOfTheJavaClient_works() {
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(Launcher.program().toString())
                .args("mcp", "--dir", folder.toString())
                .build(),
            new JacksonMcpJsonMapper(WireOutput.JSON));
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Launcher.DEADLINE)
            .initializationTimeout(Launcher.DEADLINE)
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
            .build()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("holdfast");
      assertThat(client.listTools().tools()).hasSameSizeAs(TOOLS);
      McpSchema.CallToolResult list =
          client.callTool(McpSchema.CallToolRequest.builder("list_personas").build());
      assertThat(Personas.listed(new Answer(WireOutput.JSON.valueToTree(list)))).hasSize(5);
      assertThat(client.closeGracefully()).isTrue();
    }
  }

  @Test
  void endOfInput_endsTheServerAndLeavesNothingRunning() {
    RawClient client = servers.startRaw(folder);
    Client.await(client.create("Target", "The text.")).orFail();
    ProcessHandle server = client.server().handle();
    List<ProcessHandle> children = server.descendants().toList();

    client.server().closeInput();

    assertThat(client.server().awaitEnd()).as("exit code").isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(processesOn(folder)).as("processes that name the folder").isEmpty();
  }

  @Test
  void signalToEnd_endsTheServerAndLeavesNothingRunning() {
    RawClient client = servers.startRaw(folder);
    Client.await(client.create("Target", "The text.")).orFail();
    client.server().handle().destroy();
    client.server().awaitEnd();
    assertThat(processesOn(folder)).as("processes that name the folder").isEmpty();
    // Its exit code is that of a signal, so it is not one to be checked after the test.
    client.server().kill();
  }

  @Test
  void folder_isCreatedWithItsParentsAndTheSamples() throws IOException {
    Path deep = folder.resolve("one/two/日本語 three");
    servers.startRaw(deep);
    assertThat(ParsedPersona.files(deep))
        .hasSize(5)
        .allSatisfy(file -> assertThat(ParsedPersona.read(file).field("description")).isNotBlank());
    assertThat(ParsedPersona.leftovers(deep)).isEmpty();
  }

  @Test
  void samples_areWrittenOnceByServersThatStartTogether_andNotAgain() throws IOException {
    servers.start(ClientKind.JAVA, folder, 4);
    List<Path> samples = ParsedPersona.files(folder);
    assertThat(samples).hasSize(5);
    Files.delete(samples.getFirst());
    Client later = servers.start(ClientKind.JAVA, folder);
    assertThat(Personas.listed(later.ask("list_personas", Map.of()))).hasSize(4);
  }

  @Test
  void start_sweepsWhatADeadWriterLeft_andNothingElse() throws IOException {
    Path dead =
        Files.writeString(
            folder.resolve(".holdfast-%016x-%032x.tmp".formatted(0xdead, 0xbeef)), "half a per");
    Path other = Files.writeString(folder.resolve(".notes.tmp"), "mine");
    servers.startRaw(folder);
    assertThat(dead).doesNotExist();
    assertThat(other).hasContent("mine");
  }

  private static List<String> processesOn(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().commandLine().orElse(""))
        .filter(commandLine -> commandLine.contains(folder.toString()))
        .toList();
  }
}
