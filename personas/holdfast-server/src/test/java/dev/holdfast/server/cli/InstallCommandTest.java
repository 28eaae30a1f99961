package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InstallCommandTest {

  private static final String URL = "http://127.0.0.1:7878/mcp";

  @TempDir Path home;

  @Test
  void install_writesAnEntryAndSaysWhatComesNext() throws IOException {
    Path file = home.resolve(".cursor/mcp.json");

    Cli.Run run = cli().run("install", "cursor");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Cursor: 'holdfast' is added to " + file, "next:   start Cursor again")
        .doesNotContain("backup:");
    JsonNode entry = entry(file, "holdfast");
    assertThat(entry.path("args").path(entry.path("args").size() - 1).asString()).isEqualTo("mcp");

    assertThat(cli().run("install", "cursor").out())
        .isEqualTo("Cursor: 'holdfast' is in " + file + " already; nothing was changed\n");
  }

  @Test
  void install_ofAnotherFolder_namesItAbsolutely() throws IOException {
    Path folder = home.resolve("my personas");

    cli().run("install", "cursor", "--dir", folder.toString(), "--name", "option");
    cli().variable("HOLDFAST_DIR", folder.toString()).run("install", "cursor");
    Cli.Run usual = cli().run("install", "cursor", "--dir", "~/.holdfast/personas", "--print");

    Path file = home.resolve(".cursor/mcp.json");
    assertThat(entry(file, "option").toString()).endsWith("\"mcp\",\"--dir\",\"" + folder + "\"]}");
    assertThat(entry(file, "holdfast")).isEqualTo(entry(file, "option"));
    assertThat(usual.out()).contains("\"mcp\"]");
    assertThat(folder).doesNotExist();
  }

  @Test
  void uninstall_takesOutWhatInstallWrote() throws IOException {
    String before = "{\"context_servers\": {\"o\": {}}} // mine\n";
    Path file = Files.writeString(home.resolve("settings.json"), before);

    cli().run("install", "zed", "--file", file.toString());
    assertThat(file).content().contains("holdfast").endsWith("// mine\n");
    Cli.Run run = cli().run("uninstall", "zed", "--file", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Zed: 'holdfast' is removed from " + file, "backup: " + file);
    assertThat(file).hasContent(before);
    assertThat(cli().run("uninstall", "zed", "--file", file.toString()).out())
        .isEqualTo("Zed: there is no 'holdfast' in " + file + "\n");
  }

  @Test
  void dryRunAndPrint_changeNothing() {
    Cli.Run diff = cli().run("install", "codex", "--dry-run");
    Cli.Run snippet = cli().run("install", "codex", "--print");
    Cli.Run project = cli().run("install", "vscode", "--scope", "project", "--dry-run");

    assertThat(diff.out()).startsWith("--- /dev/null\n").contains("+[mcp_servers.holdfast]\n");
    assertThat(snippet.out()).startsWith("[mcp_servers.holdfast]\ncommand = ");
    assertThat(project.out())
        .contains("+++ " + Path.of(".vscode/mcp.json").toAbsolutePath() + "\n");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void invalidFile_isRefusedWithThePlace() throws IOException {
    Path file = Files.writeString(home.resolve("c.json"), "{\n  oops\n}");

    Cli.Run run = cli().run("install", "claude-desktop", "--file", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("holdfast: " + file + ": it is not valid JSON at line 2, column ")
        .contains("nothing was changed", "--print");
    assertThat(file).hasContent("{\n  oops\n}");
  }

  @Test
  void token_isReferredToAndWrittenOnlyOnDemand() {
    Cli.Run variable =
        withToken("t0ken")
            .run("install", "cursor", "--print", "--http", URL, "--token-variable", "T");
    Cli.Run plain =
        withToken("t0ken")
            .run(
                "install",
                "zed",
                "--print",
                "--http",
                URL,
                "--token-variable",
                "T",
                "--write-token");
    Cli.Run refused =
        cli().run("install", "zed", "--print", "--http", URL, "--token-variable", "T");
    Cli.Run hostile =
        withToken("x\r\nEvil: y")
            .run(
                "install",
                "zed",
                "--print",
                "--http",
                URL,
                "--token-variable",
                "T",
                "--write-token");

    assertThat(variable.out()).contains("\"Bearer ${env:T}\"").doesNotContain("t0ken");
    assertThat(plain.out()).contains("\"Bearer t0ken\"");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("--write-token");
    assertThat(hostile.exitCode()).isEqualTo(1);
    assertThat(hostile.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "install",
        "install netscape",
        "install cursor --name a.b",
        "install windsurf --scope project",
        "install cursor --http ftp://x/",
        "install cursor --http nonsense",
        "install cursor --http http://u:p@x/mcp",
        "install cursor --token-variable T",
        "install cursor --http http://x/mcp --write-token",
        "install cursor --http http://x/mcp --token-variable A-B",
        "uninstall netscape",
      })
  void wrongCall_isAUsageError(String line) {
    Cli.Run run = cli().run(line.split(" "));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("see: holdfast ");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void list_showsWhatIsHereAndWhatIsSetUp() throws IOException {
    cli().run("install", "cursor");
    Files.createDirectories(home.resolve(".gemini"));
    Files.writeString(home.resolve(".gemini/settings.json"), "{");

    JsonNode rows = cli().run("install", "--list", "--json").json();
    Cli.Run table = cli().run("install", "--list");

    assertThat(row(rows, "cursor").path("state").asString()).isEqualTo("installed");
    assertThat(row(rows, "cursor").path("found").asBoolean()).isTrue();
    assertThat(row(rows, "zed").path("state").asString()).isEqualTo("absent");
    assertThat(row(rows, "zed").path("found").asBoolean()).isFalse();
    assertThat(row(rows, "gemini-cli").path("state").asString()).isEqualTo("unreadable");
    assertThat(row(rows, "gemini-cli").path("reason").asString()).contains("not valid JSON");
    assertThat(table.out())
        .containsPattern("cursor +yes +user +installed")
        .containsPattern("windsurf +no +user +absent")
        .contains("settings.json: it is not valid JSON");
  }

  private Cli cli() {
    return new Cli().variable("HOME", home.toString());
  }

  private Cli withToken(String token) {
    return cli().variable("T", token);
  }

  private static JsonNode row(JsonNode rows, String client) {
    return rows.valueStream()
        .filter(row -> row.path("client").asString().equals(client))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode entry(Path file, String name) throws IOException {
    return new JsonMapper().readTree(Files.readString(file)).path("mcpServers").path(name);
  }
}
