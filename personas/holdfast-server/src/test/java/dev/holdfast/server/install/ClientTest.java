package dev.holdfast.server.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.server.install.Platform.Os;
import dev.holdfast.server.install.ServerEntry.Remote;
import dev.holdfast.server.install.ServerEntry.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {

  private static final URI URL = URI.create("http://127.0.0.1:7878/mcp");
  private static final Remote WITH_VARIABLE =
      new Remote(URL, Optional.of(new Token.Variable("HOLDFAST_TOKEN")));

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "claude-desktop, LINUX,   .config/Claude/claude_desktop_config.json",
    "claude-desktop, MAC,     Library/Application Support/Claude/claude_desktop_config.json",
    "claude-desktop, WINDOWS, AppData/Roaming/Claude/claude_desktop_config.json",
    "claude-code,    LINUX,   .claude.json",
    "vscode,         LINUX,   .config/Code/User/mcp.json",
    "vscode,         MAC,     Library/Application Support/Code/User/mcp.json",
    "vscode,         WINDOWS, AppData/Roaming/Code/User/mcp.json",
    "cursor,         WINDOWS, .cursor/mcp.json",
    "windsurf,       LINUX,   .codeium/windsurf/mcp_config.json",
    "zed,            LINUX,   .config/zed/settings.json",
    "zed,            MAC,     .config/zed/settings.json",
    "zed,            WINDOWS, AppData/Roaming/Zed/settings.json",
    "gemini-cli,     MAC,     .gemini/settings.json",
    "opencode,       LINUX,   .config/opencode/opencode.json",
    "codex,          LINUX,   .codex/config.toml",
    "cline,          LINUX,   .cline/data/settings/cline_mcp_settings.json",
  })
  void userFile_isWhereTheClientLooks(String id, Os os, String file) {
    assertThat(client(id).file(Scope.USER, platform(os, Map.of()))).contains(home.resolve(file));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-code, .mcp.json",
    "vscode, .vscode/mcp.json",
    "cursor, .cursor/mcp.json",
    "zed, .zed/settings.json",
    "gemini-cli, .gemini/settings.json",
    "opencode, opencode.json",
    "codex, .codex/config.toml",
    "claude-desktop,",
    "windsurf,",
    "cline,",
  })
  void projectFile_isInTheProjectWhereThereIsOne(String id, String file) {
    assertThat(client(id).file(Scope.PROJECT, platform(Os.LINUX, Map.of())))
        .isEqualTo(Optional.ofNullable(file).map(home.resolve("project")::resolve));
  }

  @ParameterizedTest
  @CsvSource({
    "codex, CODEX_HOME, config.toml",
    "claude-code, CLAUDE_CONFIG_DIR, .claude.json",
    "cline, CLINE_MCP_SETTINGS_PATH, ''",
    "zed, XDG_CONFIG_HOME, zed/settings.json",
  })
  void variable_movesTheFile(String id, String variable, String file) {
    Path moved = home.resolve("moved");

    assertThat(client(id).file(Scope.USER, platform(Os.LINUX, Map.of(variable, moved.toString()))))
        .contains(moved.resolve(file));
    assertThat(client(id).file(Scope.USER, platform(Os.LINUX, Map.of(variable, "relative"))))
        .isEqualTo(client(id).file(Scope.USER, platform(Os.LINUX, Map.of())));
  }

  @Test
  void olderPlaces_areTakenWhereOnlyTheyAreThere() throws IOException {
    Path commented = home.resolve(".config/opencode/opencode.jsonc");
    Path extension =
        home.resolve(
            ".config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json");
    for (Path file : List.of(commented, extension)) {
      Files.createDirectories(file.resolveSibling(""));
      Files.createFile(file);
    }

    assertThat(userFile("opencode")).isEqualTo(commented);
    assertThat(userFile("cline")).isEqualTo(extension);
    Files.createFile(commented.resolveSibling("opencode.json"));
    assertThat(userFile("opencode")).isEqualTo(commented.resolveSibling("opencode.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "claude-code | {'mcpServers':{'h':{'type':'stdio','command':'/h','args':['mcp']}}}",
        "claude-desktop | {'mcpServers':{'h':{'command':'/h','args':['mcp']}}}",
        "cline | {'mcpServers':{'h':{'command':'/h','args':['mcp']}}}",
        "cursor | {'mcpServers':{'h':{'command':'/h','args':['mcp']}}}",
        "gemini-cli | {'mcpServers':{'h':{'command':'/h','args':['mcp']}}}",
        "opencode | {'mcp':{'h':{'type':'local','command':['/h','mcp'],'enabled':true}}}",
        "vscode | {'servers':{'h':{'type':'stdio','command':'/h','args':['mcp']}}}",
        "windsurf | {'mcpServers':{'h':{'command':'/h','args':['mcp']}}}",
        "zed | {'context_servers':{'h':{'command':'/h','args':['mcp']}}}",
        "codex | [mcp_servers.h]command='/h'args=['mcp']",
      })
  void entryOfAProgram_isWrittenAsTheClientReadsIt(String id, String expected) {
    ServerEntry entry = new ServerEntry.Local(List.of("/h", "mcp"));

    assertThat(compact(client(id).snippet("h", entry))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "claude-code | 'type':'http','url':'URL','headers':{'Authorization':'Bearer${HOLDFAST_TOKEN}'}",
        "cline | 'type':'streamableHttp','url':'URL','headers':{'Authorization':'Bearer${env:HOLDFAST_TOKEN}'}",
        "cursor | {'url':'URL','headers':{'Authorization':'Bearer${env:HOLDFAST_TOKEN}'}",
        "gemini-cli | {'httpUrl':'URL','headers':{'Authorization':'Bearer${HOLDFAST_TOKEN}'}",
        "opencode | 'type':'remote','url':'URL','headers':{'Authorization':'Bearer{env:HOLDFAST_TOKEN}'},'enabled':true",
        "vscode | 'type':'http','url':'URL','headers':{'Authorization':'Bearer${env:HOLDFAST_TOKEN}'}",
        "windsurf | {'serverUrl':'URL','headers':{'Authorization':'Bearer${env:HOLDFAST_TOKEN}'}",
        "codex | url='URL'bearer_token_env_var='HOLDFAST_TOKEN'",
      })
  void entryOfAUrl_refersToTheVariableAndHoldsNoToken(String id, String expected) {
    assertThat(compact(client(id).snippet("h", WITH_VARIABLE)))
        .contains(expected.replace("URL", URL.toString()));
  }

  @Test
  void clientsThatCannot_areRefusedWithWhatToDo() {
    assertThatThrownBy(() -> client("claude-desktop").snippet("h", WITH_VARIABLE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("reads no URLs");
    assertThatThrownBy(() -> client("zed").snippet("h", WITH_VARIABLE))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.hint()).contains("--write-token"));
    Remote plain = new Remote(URL, Optional.of(new Token.Plain("secret")));
    assertThat(client("zed").snippet("h", plain)).contains("\"Bearer secret\"");
    assertThatThrownBy(() -> client("codex").snippet("h", plain))
        .isInstanceOf(ConfigException.class);
    assertThat(plain.toString()).doesNotContain("secret");
  }

  @Test
  void changingFromUrlToProgram_leavesNothingOfTheUrl() {
    for (Client client : Client.all()) {
      if (client.id().equals("claude-desktop") || client.id().equals("zed")) {
        continue; // they cannot have it
      }
      String remote = client.put("", "h", WITH_VARIABLE);
      String local = client.put(remote, "h", new ServerEntry.Local(List.of("/h", "mcp")));

      assertThat(local).as(client.id()).contains("/h").doesNotContain("7878", "HOLDFAST_TOKEN");
      assertThat(client.put(local, "h", WITH_VARIABLE)).contains("7878").doesNotContain("\"/h\"");
    }
  }

  @Test
  void opencode_getsItsEntryWhereTheOthersAre() {
    Client opencode = client("opencode");
    ServerEntry entry = new ServerEntry.Local(List.of("/h", "mcp"));

    assertThat(compact(opencode.put("{\"mcp\":{\"servers\":{}}}", "h", entry)))
        .startsWith("{'mcp':{'servers':{'h':");
    assertThat(compact(opencode.put("{\"mcp\":{\"servers\":{\"type\":\"local\"}}}", "h", entry)))
        .startsWith("{'mcp':{'servers':{'type':'local'},'h':");
  }

  @Test
  void client_isFoundByItsFilesOrItsProgram() throws IOException {
    Client cursor = client("cursor");
    Path programs = Files.createDirectory(home.resolve("bin"));
    Platform platform = platform(Os.LINUX, Map.of("PATH", ":/nowhere:" + programs));
    assertThat(cursor.isFound(platform)).isFalse();

    Path program = Files.createFile(programs.resolve("cursor"));
    assertThat(cursor.isFound(platform)).isFalse();
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(cursor.isFound(platform)).isTrue();

    Files.delete(program);
    Files.createDirectory(home.resolve(".cursor"));
    assertThat(cursor.isFound(platform)).isTrue();
    assertThat(client("claude-code").isFound(platform)).as("everybody has a home").isFalse();
  }

  private Path userFile(String id) {
    return client(id).file(Scope.USER, platform(Os.LINUX, Map.of())).orElseThrow();
  }

  private Platform platform(Os os, Map<String, String> environment) {
    return new Platform(os, home, home.resolve("project"), environment);
  }

  private static Client client(String id) {
    return Client.named(id).orElseThrow();
  }

  private static String compact(String snippet) {
    return snippet.replaceAll("\\s", "").replace('"', '\'');
  }
}
