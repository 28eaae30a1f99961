package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(
    named = "holdfast.full",
    matches = "true",
    disabledReason = "only the full build runs it: -Pfull")
class DemoCommandIT {

  private static final Pattern FOLDER = Pattern.compile("(?m)^folder (\\S+)/personas, seed 7$");

  @TempDir Path directory;

  @Test
  void demo_losesNothingAndLeavesNothing() throws Exception {
    try (ForkedProgram demo =
        ForkedProgram.start(directory, "demo", "--seconds", "3", "--seed", "7")) {
      assertThat(demo.exitCode()).as("%s%s", demo.out(), demo.err()).isZero();

      assertThat(demo.out())
          .containsPattern("killed server \\d \\(kill -9 \\d+\\)")
          .containsPattern("edits acknowledged +[1-9]\\d*")
          .containsPattern("reads meanwhile +[1-9]\\d*")
          .contains("Nothing was lost, torn or left behind.")
          .doesNotContain("WRONG")
          .doesNotContain("\r");
      assertThat(folder(demo.out())).doesNotExist();
    }
  }

  @Test
  void demo_thatIsToldToEnd_leavesNoFolderAndNoProcess() throws Exception {
    try (ForkedProgram demo =
        ForkedProgram.start(directory, "demo", "--seconds", "45", "--seed", "7")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> demo.process().descendants().count() == 4 && demo.out().contains(" s   "));
      List<ProcessHandle> servers = demo.process().descendants().toList();

      demo.process().destroy();

      assertThat(demo.exitCode()).isEqualTo(143);
      assertThat(folder(demo.out())).doesNotExist();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void demo_thatKeepsItsFolder_leavesPersonasThatAreValid() throws Exception {
    try (ForkedProgram demo =
        ForkedProgram.start(
            List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + directory),
            directory,
            "demo",
            "--seconds",
            "1",
            "--seed",
            "7",
            "--keep")) {
      assertThat(demo.exitCode()).as("%s%s", demo.out(), demo.err()).isZero();

      Path folder = folder(demo.out()).resolve("personas");
      assertThat(Files.exists(folder.resolve("shared-by-all.md"))).isTrue();
      Cli.Run validation = new Cli().run("personas", "validate", "--dir", folder.toString());
      assertThat(validation.exitCode()).as(validation.out()).isZero();
    }
  }

  @Test
  void demo_forTooLong_isAUsageError() {
    Cli.Run run = new Cli().run("demo", "--seconds", "600");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("from 1 to 45");
  }

  private static Path folder(String output) {
    Matcher folder = FOLDER.matcher(output);
    assertThat(folder.find()).as(output).isTrue();
    return Path.of(folder.group(1));
  }
}
