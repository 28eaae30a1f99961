package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TokenCommandTest {

  @TempDir Path folder;

  private Cli.Run run(String... arguments) {
    return new Cli().variable("HOLDFAST_DIR", folder.toString()).run(arguments);
  }

  @Test
  void token_isMadeListedAndRevoked() {
    Cli.Run made = run("token", "create", "laptop", "--scope", "write", "--expires", "90d");
    assertThat(made.exitCode()).isZero();
    assertThat(made.out().strip()).startsWith("holdfast_");
    assertThat(run("token", "list").out()).contains("laptop", "write").doesNotContain("holdfast_");
    assertThat(run("token", "revoke", "laptop").out()).isEqualTo("revoked laptop\n");
    assertThat(run("token", "list").out()).isEqualTo("no tokens\n");
  }

  @Test
  void json_hasWhatTheHelpSays() {
    JsonNode made = run("token", "create", "a", "--scope", "READ", "--json").json();
    assertThat(made.propertyNames()).containsExactly("name", "scope", "token");
    JsonNode listed = run("token", "list", "--json").json().get(0);
    assertThat(listed.propertyNames()).containsExactly("name", "scope", "created", "valid");
    assertThat(run("token", "revoke", "a", "--json").json().path("revoked").asString())
        .isEqualTo("a");
  }

  @Test
  void mistakes_areExplained() {
    assertThat(run("token", "create", "a", "--scope", "read").exitCode()).isZero();
    Cli.Run twice = run("token", "create", "a", "--scope", "admin");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(twice.err()).contains("there is a token 'a' already", "revoke a");
    assertThat(run("token", "create", "b b", "--scope", "read").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("token", "create", "b", "--scope", "root").err())
        .contains("none of read, write, admin");
    assertThat(run("token", "create", "b").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("token", "revoke", "nobody").err()).contains("there is no token 'nobody'");
    assertThat(run("token").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void serve_withASettingThatSaysNothing_doesNotStart() {
    Cli.Run word =
        new Cli()
            .variable("HOLDFAST_DIR", folder.toString())
            .variable("HOLDFAST_REQUIRE_TOKEN", "perhaps")
            .run("serve", "--listen", "127.0.0.1:0");
    assertThat(word.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(word.err()).contains("HOLDFAST_REQUIRE_TOKEN", "'perhaps'");
    Cli.Run rate = run("serve", "--listen", "127.0.0.1:0", "--requests-per-second", "0");
    assertThat(rate.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(rate.err()).contains("--requests-per-second must be 1 or more: 0");
  }

  @Test
  void serve_forOthersWithoutAToken_doesNotStart() {
    for (List<String> arguments :
        List.of(List.of("serve", "--listen", "0.0.0.0:0"), List.of("serve", "--require-token"))) {
      Cli.Run run = run(arguments.toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains("holdfast token create NAME");
    }
  }

  @Test
  void serve_withLimitsThatAreNone_isWronglyCalled() {
    for (String option : List.of("--max-connections=15", "--max-sessions=0", "--max-sessions=x")) {
      Cli.Run run = run("serve", option);
      assertThat(run.exitCode()).as(option).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
    }
  }

  @Test
  void serve_atNoAddress_isWronglyCalled() {
    for (String listen : List.of("7878", "localhost", "localhost:99999", "http://x:1", ":")) {
      assertThat(run("serve", "--listen", listen).exitCode()).as(listen).isEqualTo(ExitCode.USAGE);
    }
  }
}
