package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorCommandIT {

  @TempDir Path folder;

  @Test
  void doctor_ofAFolder_saysWhatItFoundAndLeavesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("mine"), "mine");

    Cli.Run run = new Cli().run("doctor", folder.toString());

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("CHECK +RESULT +WHAT IT MEANS")
        .containsPattern("locks +ok +exclude")
        .contains(folder + " is fit for Holdfast");
    assertThat(folder).isDirectoryContaining(file::equals);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void doctor_asJson_hasEveryCheck() {
    Cli.Run run = new Cli().variable("HOLDFAST_DIR", folder.toString()).run("doctor", "--json");

    JsonNode json = run.json();
    List<String> checks = new ArrayList<>();
    json.path("checks")
        .forEach(
            one -> {
              checks.add(one.path("check").asString());
              assertThat(one.path("result").asString()).isIn("ok", "warn", "fail");
              assertThat(one.path("meaning").asString()).isNotEmpty();
            });
    assertThat(run.exitCode()).isZero();
    assertThat(json.path("fit").asBoolean()).isTrue();
    assertThat(json.path("directory").asString()).isEqualTo(folder.toString());
    assertThat(checks)
        .containsExactly(
            "file system",
            "free space",
            "locks",
            "kind of locks",
            "replace",
            "create",
            "sync",
            "identity",
            "names",
            "attributes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void doctor_ofNoFolder_failsAndMakesNone() {
    Cli.Run run = new Cli().run("doctor", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no such folder: " + folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }
}
