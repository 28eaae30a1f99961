package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class McpCommandIT {

  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
      """;

  /** Calls, and lines that are none. */
  private static final String ABUSE =
      """
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_personas"}}
      {"jsonrpc":"2.0","id":3,"method":"no/such","params":{"a":1e999999}}
      {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":7}}
      not JSON
      [[[[[[[[

      {"jsonrpc":"2.0","id":{"a":1},"method":"ping"}
      {"jsonrpc":"2.0","id":"holdfast-1","result":{"action":"accept"}}
      {"jsonrpc":"2.0","id":"5","method":"prompts/list"}
      """;

  @TempDir Path directory;

  @Test
  void mcp_endsWhenItsInputClosesAndWritesNothingButAnswers() throws Exception {
    try (ForkedProgram server = start()) {
      send(server);
      OutputStream in = server.process().getOutputStream();
      in.write(ABUSE.getBytes(UTF_8));
      in.close();

      assertThat(server.exitCode()).isZero();
      assertThat(server.out()).endsWith("\n");
      List<JsonNode> messages =
          server.out().lines().map(line -> new JsonMapper().readTree(line)).toList();
      assertThat(messages)
          .allSatisfy(one -> assertThat(one.path("jsonrpc").asString()).isEqualTo("2.0"));
      assertThat(messages.stream().map(one -> one.path("id").toString()))
          .containsExactlyInAnyOrder("1", "2", "3", "4", "null", "null", "null", "\"5\"");
    }
  }

  @Test
  void mcp_endsWhenItIsToldTo() throws Exception {
    try (ForkedProgram server = start()) {
      send(server);
      await().atMost(Duration.ofSeconds(60)).until(() -> server.out().contains("\"id\":1"));

      // Through the handle: Process.destroy would close the input too, which ends the server as
      // well.
      server.process().toHandle().destroy();

      assertThat(server.exitCode()).isEqualTo(143);
      assertThat(server.err()).doesNotContain("Exception");
    }
  }

  @Test
  void mcp_onAFolderThatCannotBe_saysWhyInOneLine() throws Exception {
    try (ForkedProgram server =
        ForkedProgram.start(directory, "mcp", "--dir", "/dev/null/personas")) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.out()).isEmpty();
      assertThat(server.err()).startsWith("holdfast: ").contains("/dev/null");
      assertThat(server.err().lines().count()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void mcp_startedAsInstallHasWrittenIt_answers() throws Exception {
    Path file = directory.resolve("mcp.json");
    String folder = directory.resolve("p").toString();
    Cli cli = new Cli().variable("HOME", directory.toString());
    cli.run("install", "cursor", "--file", file.toString(), "--dir", folder);
    JsonNode entry = new JsonMapper().readTree(file).path("mcpServers").path("holdfast");
    List<String> command = new ArrayList<>(List.of(entry.path("command").asString()));
    entry.path("args").forEach(word -> command.add(word.asString()));

    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      server.getOutputStream().write(INITIALIZE.getBytes(UTF_8));
      server.getOutputStream().close();
      JsonNode answer = new JsonMapper().readTree(server.getInputStream().readAllBytes());

      assertThat(answer.path("result").path("serverInfo").path("name").asString())
          .isEqualTo("holdfast");
    } finally {
      server.destroyForcibly();
    }
  }

  private ForkedProgram start() throws Exception {
    return ForkedProgram.start(directory, "mcp", "--dir", directory.resolve("p").toString());
  }

  private static void send(ForkedProgram server) throws Exception {
    OutputStream in = server.process().getOutputStream();
    in.write(INITIALIZE.getBytes(UTF_8));
    in.flush();
  }
}
