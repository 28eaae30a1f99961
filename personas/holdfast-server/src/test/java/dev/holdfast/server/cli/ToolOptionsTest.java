package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ToolOptionsTest {

  private static final String CALLS =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
      {"jsonrpc":"2.0","id":2,"method":"tools/list"}
      {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"create_persona","arguments":\
      {"name":"Bob","description":"d","category":"creative","instructions":"i"}}}
      """;

  private static final String READ_ONLY = "HOLDFAST_READ_ONLY";

  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(directory.resolve("p"));
  }

  private Cli cli() {
    return new Cli().variable("HOLDFAST_DIR", folder.toString()).input(CALLS);
  }

  private static JsonNode answer(Cli.Run run, int id) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out()
        .lines()
        .map(line -> new JsonMapper().readTree(line))
        .filter(answer -> answer.path("id").asInt() == id)
        .findFirst()
        .orElseThrow()
        .path("result");
  }

  private static List<String> tools(Cli.Run run) {
    return answer(run, 2)
        .path("tools")
        .valueStream()
        .map(tool -> tool.path("name").asString())
        .toList();
  }

  /** Personas and backups, without the locks. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.endsWith(".holdfast")).toList();
    }
  }

  @Test
  void readOnly_writesNothing_whateverElseIsSaid() throws IOException {
    List<Cli.Run> runs =
        List.of(
            cli().run("mcp", "--read-only", "--tools", "create_persona", "--backup-every", "1d"),
            cli()
                .variable(READ_ONLY, "true")
                .variable("HOLDFAST_BACKUP_EVERY", "1d")
                .run("mcp", "--toolsets", "all"));
    for (Cli.Run run : runs) {
      assertThat(tools(run)).doesNotContain("create_persona").doesNotContain("create_backup");
      JsonNode created = answer(run, 3);
      assertThat(created.path("isError").asBoolean()).isTrue();
      assertThat(created.toString()).contains("NOT_OFFERED", "--read-only");
      assertThat(files()).isEmpty();
    }
    assertThat(tools(runs.getLast())).contains("list_personas", "activate_persona");
  }

  @Test
  void readOnly_ofAFolderThatIsNotThere_doesNotMakeIt() {
    Path missing = directory.resolve("missing");
    Cli.Run run = cli().run("mcp", "--read-only", "--dir", missing.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no folder", missing.toString(), "--dir");
    assertThat(missing).doesNotExist();
  }

  @Test
  void readOnly_thatIsSetToNothingOrNo_isNot() throws IOException {
    for (String no : List.of("", "0", "false", "No", "OFF")) {
      assertThat(tools(cli().variable(READ_ONLY, no).run("mcp"))).contains("create_persona");
    }
    assertThat(folder.resolve("bob.md")).exists();
    Cli.Run run = cli().variable(READ_ONLY, "perhaps").run("mcp");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(READ_ONLY, "'perhaps'");
  }

  @Test
  void toolsets_tools_andExcluded_comeFromTheOptionOrTheEnvironment() {
    List<String> history = List.of("persona_history", "diff_persona", "undo_persona");
    assertThat(tools(cli().run("mcp", "--toolsets", "history"))).isEqualTo(history);
    assertThat(tools(cli().variable("HOLDFAST_TOOLSETS", " history ,").run("mcp")))
        .isEqualTo(history);
    assertThat(tools(cli().variable("HOLDFAST_TOOLSETS", "locks").run("mcp", "--toolsets=history")))
        .isEqualTo(history);
    assertThat(
            tools(
                cli()
                    .variable("HOLDFAST_TOOLS", "list_personas")
                    .run("mcp", "--toolsets", "history", "--exclude-tools", "diff_persona")))
        .containsExactly("list_personas", "persona_history", "undo_persona");
    assertThat(
            tools(
                cli()
                    .variable("HOLDFAST_EXCLUDE_TOOLS", "undo_persona,diff_persona")
                    .run("mcp", "--toolsets", "history")))
        .containsExactly("persona_history");
  }

  @Test
  void unknownName_isAUsageErrorBeforeAnythingIsOpened() {
    Cli.Run option = cli().run("mcp", "--toolsets", "historie");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.err()).contains("\"historie\"; did you mean history?", "mcp --help");
    Cli.Run variable = cli().variable("HOLDFAST_EXCLUDE_TOOLS", "delet_persona").run("mcp");
    assertThat(variable.exitCode()).isEqualTo(2);
    assertThat(variable.err()).contains("did you mean delete_persona");
    assertThat(folder.resolve(".holdfast")).doesNotExist();
  }

  @Test
  void help_namesTheGroups() {
    assertThat(cli().run("mcp", "--help").out())
        .contains("--toolsets")
        .containsPattern("all, personas, history,\\s+exchange");
  }
}
