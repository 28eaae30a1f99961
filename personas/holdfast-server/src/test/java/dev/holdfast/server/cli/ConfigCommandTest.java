package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

class ConfigCommandTest {

  @TempDir Path directory;

  private static JsonNode setting(Cli.Run run, String variable) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json()
        .path("settings")
        .valueStream()
        .filter(one -> one.path("variable").asString().equals(variable))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void setting_comesFromTheOption_theEnvironment_orTheDefault() {
    Cli cli =
        new Cli()
            .variable("HOLDFAST_DIR", "/from/environment")
            .variable("HOLDFAST_TOOLSETS", "history")
            .variable("HOLDFAST_KEEP_LAST", "")
            .variable("HOLDFAST_INDICATOR_EMOJI", "🦊");
    Cli.Run run = cli.run("config", "--json", "--dir", "/from/option", "--read-only");
    assertThat(setting(run, "HOLDFAST_DIR"))
        .hasToString(
            "{\"option\":\"--dir\",\"variable\":\"HOLDFAST_DIR\",\"value\":\"/from/option\",\"origin\":\"flag\"}");
    assertThat(setting(run, "HOLDFAST_READ_ONLY").path("value").asString()).isEqualTo("true");
    assertThat(setting(run, "HOLDFAST_TOOLSETS"))
        .hasToString(
            "{\"option\":\"--toolsets\",\"variable\":\"HOLDFAST_TOOLSETS\",\"value\":\"history\",\"origin\":\"environment\"}");
    assertThat(setting(run, "HOLDFAST_KEEP_LAST"))
        .hasToString(
            "{\"option\":\"--keep-last\",\"variable\":\"HOLDFAST_KEEP_LAST\",\"value\":\"10\",\"origin\":\"default\"}");
    assertThat(setting(run, "HOLDFAST_BACKUP_EVERY").path("value").asString()).isEmpty();
    assertThat(setting(run, "HOLDFAST_INDICATOR_EMOJI").path("option").asString()).isEmpty();
    assertThat(setting(run, "HOLDFAST_LISTEN").path("value").asString())
        .isEqualTo("127.0.0.1:7878");
  }

  @Test
  void table_namesTheVariable_andShowsNoControlCharacters() {
    Cli.Run run =
        new Cli()
            .variable("HOLDFAST_DIR", directory.resolve("missing").toString())
            .variable("HOLDFAST_EXCLUDE_TOOLS", "\u001b[2J\u202e")
            .run("config");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("--dir +/.*missing +HOLDFAST_DIR\n")
        .containsPattern("--keep-daily +7 +default\n")
        .doesNotContain("\u001b", "\u202e");
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @Test
  void everyOptionOfTheServers_isASetting_andItsHelpNamesItsVariable() {
    Io io =
        Io.of(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of());
    Cli.Run run = new Cli().run("config", "--json");
    for (Object server : new Object[] {new McpCommand(io), new ServeCommand(io)}) {
      for (OptionSpec option : new CommandLine(server).getCommandSpec().options()) {
        String variable = Setting.variableOf(option.longestName().substring(2));
        assertThat(String.join(" ", option.description())).contains(variable);
        assertThat(setting(run, variable).path("option").asString())
            .isEqualTo(option.longestName());
      }
    }
  }

  @Test
  void variableThatIsNoSetting_isReported() {
    Cli.Run run = new Cli().variable("HOLDFAST_TOLSETS", "history").run("config", "--json");
    assertThat(run.json().path("unknownVariables")).hasToString("[\"HOLDFAST_TOLSETS\"]");
    assertThat(run.err()).contains("HOLDFAST_TOLSETS");
  }

  @Test
  void secrets_areMasked() {
    assertThat(
            new Setting("tls-password", "HOLDFAST_TLS_PASSWORD", "x", Setting.Origin.FLAG).shown())
        .isEqualTo("********");
    assertThat(new Setting("dir", "HOLDFAST_DIR", "x", Setting.Origin.FLAG).shown()).isEqualTo("x");
  }
}
