package dev.holdfast.server.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The clients, as their documentation describes them on 29 November 2026. */
final class Clients {

  /** Where opencode has its servers. */
  static final List<String> OPENCODE_SERVERS = List.of("mcp");

  private static final EntryShape SHAPE = EntryShape.COMMAND_AND_ARGUMENTS;

  static final List<Client> ALL =
      List.of(
          new Client(
                  "claude-code",
                  "Claude Code",
                  platform ->
                      platform
                          .variable("CLAUDE_CONFIG_DIR")
                          .orElse(platform.home())
                          .resolve(".claude.json"))
              .project(".mcp.json")
              .shape(SHAPE.types("stdio", "http").url("url").reference("${%s}"))
              .program("claude")
              .next("start a new session; /mcp shows whether it is connected"),
          new Client(
                  "claude-desktop",
                  "Claude Desktop",
                  platform -> platform.applications().resolve("Claude/claude_desktop_config.json"))
              .next("quit Claude Desktop, not only its window, and start it again"),
          new Client("cline", "Cline", Clients::clineFile)
              .shape(SHAPE.remoteType("streamableHttp").url("url").reference("${env:%s}"))
              .program("cline")
              .next("Cline sees it at once; its list of MCP servers shows it"),
          new Client(
                  "codex",
                  "Codex",
                  platform ->
                      platform
                          .variable("CODEX_HOME")
                          .orElseGet(() -> platform.home().resolve(".codex"))
                          .resolve("config.toml"))
              .project(".codex/config.toml")
              .format(new TomlFormat())
              .servers("mcp_servers")
              .shape(SHAPE.url("url").tokenField("bearer_token_env_var"))
              .program("codex")
              .next("start a new session; /mcp shows whether it is connected"),
          new Client("cursor", "Cursor", platform -> platform.home().resolve(".cursor/mcp.json"))
              .project(".cursor/mcp.json")
              .format(JsonFormat.WITH_COMMENTS)
              .shape(SHAPE.url("url").reference("${env:%s}"))
              .program("cursor")
              .next("start Cursor again; switch it on in Settings under MCP if it is off"),
          new Client(
                  "gemini-cli",
                  "Gemini CLI",
                  platform -> platform.home().resolve(".gemini/settings.json"))
              .project(".gemini/settings.json")
              .format(JsonFormat.WITH_COMMENTS)
              .shape(SHAPE.url("httpUrl").reference("${%s}"))
              .program("gemini")
              .next("start a new session; /mcp shows whether it is connected"),
          new Client("opencode", "opencode", Clients::opencodeFile)
              .project("opencode.json")
              .format(JsonFormat.WITH_COMMENTS)
              .servers(OPENCODE_SERVERS.toArray(String[]::new))
              .shape(
                  SHAPE
                      .types("local", "remote")
                      .oneCommandEnabled()
                      .url("url")
                      .reference("{env:%s}"))
              .program("opencode")
              .next("start opencode again; opencode mcp list shows whether it is connected"),
          new Client(
                  "vscode",
                  "VS Code",
                  platform -> platform.applications().resolve("Code/User/mcp.json"))
              .project(".vscode/mcp.json")
              .format(JsonFormat.WITH_COMMENTS)
              .servers("servers")
              .shape(SHAPE.types("stdio", "http").url("url").reference("${env:%s}"))
              .program("code")
              .next("start it with 'MCP: List Servers' in the command palette"),
          new Client(
                  "windsurf",
                  "Windsurf",
                  platform -> platform.home().resolve(".codeium/windsurf/mcp_config.json"))
              .shape(SHAPE.url("serverUrl").reference("${env:%s}"))
              .program("windsurf")
              .next("press the refresh button of the MCP servers in Cascade"),
          new Client("zed", "Zed", Clients::zedFile)
              .project(".zed/settings.json")
              .format(JsonFormat.WITH_COMMENTS)
              .servers("context_servers")
              .shape(SHAPE.url("url"))
              .program("zed")
              .next(
                  "Zed sees it at once; a green dot in the settings of the agent panel shows it"));

  private Clients() {}

  /** Cline has moved its file out of the storage of its extension. */
  private static Path clineFile(Platform platform) {
    Path shared = platform.home().resolve(".cline/data/settings/cline_mcp_settings.json");
    Path extension =
        platform
            .applications()
            .resolve(
                "Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json");
    return platform
        .variable("CLINE_MCP_SETTINGS_PATH")
        .orElse(!Files.exists(shared) && Files.exists(extension) ? extension : shared);
  }

  private static Path opencodeFile(Platform platform) {
    Path folder = platform.xdgConfig().resolve("opencode");
    Path commented = folder.resolve("opencode.jsonc");
    Path plain = folder.resolve("opencode.json");
    return !Files.exists(plain) && Files.exists(commented) ? commented : plain;
  }

  private static Path zedFile(Platform platform) {
    return switch (platform.os()) {
      case LINUX, MAC -> platform.xdgConfig().resolve("zed/settings.json");
      case WINDOWS -> platform.applications().resolve("Zed/settings.json");
    };
  }
}
