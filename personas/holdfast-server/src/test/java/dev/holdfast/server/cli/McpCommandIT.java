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

  @TempDir Path directory;

  @Test
  void mcp_endsWhenItsInputClosesAndWritesNothingButAnswers() throws Exception {
    try (ForkedProgram server = start()) {
      send(server);
      server.process().getOutputStream().close();

      assertThat(server.exitCode()).isZero();
      List<String> lines = server.out().lines().toList();
      assertThat(lines).hasSize(1);
      assertThat(new JsonMapper().readTree(lines.getFirst()).path("id").asInt()).isEqualTo(1);
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
