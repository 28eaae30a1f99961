package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.host.FullBuild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients of others, as their users run them, get on with the program. */
@FullBuild
@Timeout(300)
class OtherClientsIT {

  @TempDir Path folder;

  /** A home without anybody's configuration. */
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void officialTypeScriptClient_overStdio(String generation) {
    NodePrograms.assumeInstalled();
    requireWorked(generation, "stdio", server());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void officialTypeScriptClient_overHttp(String generation) {
    NodePrograms.assumeInstalled();
    try (ServeProcess server = ServeProcess.start(folder)) {
      requireWorked(generation, "http", List.of(server.mcp()));
    }
  }

  private void requireWorked(String generation, String transport, List<String> target) {
    JsonNode told = session(generation, transport, target);
    assertThat(told.path("server").asString()).isEqualTo("holdfast");
    assertThat(told.path("tools")).hasSizeGreaterThan(20);
    assertThat(told.path("description").asString()).isEqualTo("Changed by a client");
    String file = "from-client-%s-over-%s.md".formatted(generation, transport);
    assertThat(told.path("resources").toString()).contains(file);
    assertThat(told.path("prompt").asString()).contains("Say where you came from.");
    assertThat(folder.resolve(file)).exists();
  }

  private JsonNode session(String generation, String transport, List<String> target) {
    List<String> command =
        new ArrayList<>(
            List.of(
                NodePrograms.node(),
                NodePrograms.HOME.resolve("session.mjs").toString(),
                generation,
                transport));
    command.addAll(target);
    return WireOutput.JSON.readTree(run(command));
  }

  /** The inspector's strict mode ends with an error if the schemas of any tool break the rules. */
  @Test
  void inspector_strict() {
    requireStrict(server());
  }

  @Test
  void inspector_strict_overHttp() {
    NodePrograms.program("mcp-inspector");
    try (ServeProcess server = ServeProcess.start(folder)) {
      requireStrict(List.of(server.mcp(), "--transport", "http"));
    }
  }

  private void requireStrict(List<String> target) {
    List<String> command = new ArrayList<>(runnable("mcp-inspector"));
    command.add("--cli");
    command.addAll(target);
    command.addAll(List.of("--method", "tools/list", "--strict"));
    assertThat(WireOutput.JSON.readTree(run(command)).path("tools")).hasSizeGreaterThan(20);
  }

  @Test
  void openCode_connectsAfterItWasInstalledThere() {
    String openCode = NodePrograms.program("opencode").toString();
    install("opencode");
    assertThat(run(List.of(openCode, "mcp", "list"))).contains("✓ holdfast").contains("connected");
  }

  @Test
  void geminiCli_connectsAfterItWasInstalledThere() {
    List<String> command = new ArrayList<>(runnable("gemini"));
    install("gemini-cli");
    command.addAll(List.of("mcp", "list"));
    assertThat(run(command)).contains("✓ holdfast").contains("Connected");
  }

  private void install(String client) {
    String _ =
        run(List.of(Launcher.program().toString(), "install", client, "--dir", folder.toString()));
  }

  private static List<String> runnable(String program) {
    Path file = NodePrograms.program(program);
    return List.of(NodePrograms.node(), file.toString());
  }

  private List<String> server() {
    return List.of(Launcher.program().toString(), "mcp", "--dir", folder.toString());
  }

  /** What the command prints; fails if it fails. */
  private String run(List<String> command) {
    Launcher.Ended ended =
        Launcher.run(
            Launcher.DEADLINE,
            command,
            home,
            Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve(".config").toString(),
                "GEMINI_CLI_TRUST_WORKSPACE", "true"));
    assertThat(ended.exitCode()).as("%s: %s%s", command, ended.out(), ended.err()).isZero();
    return ended.out() + (ended.out().isBlank() ? ended.err() : "");
  }
}
