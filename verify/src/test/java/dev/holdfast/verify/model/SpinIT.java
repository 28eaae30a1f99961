package dev.holdfast.verify.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.host.FullBuild;
import dev.holdfast.verify.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L1 of the protocol by which a process keeps a kernel lock that it has released ({@code
 * src/test/spin/bias.pml}), and L3 of the one by which a waiter is woken ({@code bell.pml}): Spin
 * visits all states of the models, and finds each error that is planted.
 */
@FullBuild
class SpinIT {

  private static final Path MODELS = Path.of("src/test/spin").toAbsolutePath();

  @TempDir Path directory;

  @BeforeEach
  void needsSpin() {
    Host.assumePrograms("spin", "gcc");
  }

  @Test
  void twoProcesses_thatDieNowAndThen_excludeEachOther() throws Exception {
    assertThatAllStatesAreRight(check("bias.pml", "PROCESSES=2", "DEATHS=2"));
  }

  @Test
  void threeProcesses_excludeEachOther() throws Exception {
    assertThatAllStatesAreRight(check("bias.pml", "PROCESSES=3", "DEATHS=0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NO_LOOK_AFTER_MAIN",
        "NO_SECOND_LOOK",
        "RETAKEN_BY_STORE",
        "SPARE_IGNORED_BY_MAIN",
        "READER_CLEARS_TAKEN",
        "DEAD_NOT_CLEARED",
        "TAKEN_FROM_HELD"
      })
  void plantedErrors_areFound(String error) throws Exception {
    assertThat(check("bias.pml", "PROCESSES=2", error))
        .containsPattern("assertion violated.*(writers|readers)");
  }

  @Test
  void threeWaiters_areAllWoken() throws Exception {
    assertThatAllStatesAreRight(check("bell.pml", "PROCESSES=3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WORD_READ_AFTER_ATTEMPT",
        "WANTED_BEFORE_PUBLISHED",
        "CLEARED_BY_STORE",
        "RUNG_BEFORE_UNLOCKED"
      })
  void plantedErrorsOfTheBell_areFound(String error) throws Exception {
    assertThat(check("bell.pml", "PROCESSES=3", error)).contains("invalid end state (at depth");
  }

  /** What is never reached proves nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"REACH_SPARE", "REACH_BOTH", "REACH_RETAKEN", "REACH_CLEARED"})
  void ways_areAllReached(String way) throws Exception {
    assertThat(check("bias.pml", "PROCESSES=2", way)).contains("assertion violated 0");
  }

  private static void assertThatAllStatesAreRight(String report) {
    assertThat(report)
        .contains("errors: 0")
        .doesNotContain("Search not completed")
        .doesNotContain("max search depth too small");
    report.lines().filter(line -> line.contains("states, stored")).forEach(System.out::println);
  }

  /** Translates the model with these macros, compiles it, visits its states. */
  private String check(String model, String... macros) throws IOException, InterruptedException {
    List<String> spin = new ArrayList<>(List.of("spin"));
    Arrays.stream(macros).map("-D"::concat).forEach(spin::add);
    spin.addAll(List.of("-a", MODELS.resolve(model).toString()));
    run(spin);
    // All but the one with three processes end before optimized code has paid for itself.
    String level = List.of(macros).contains("PROCESSES=3") ? "-O2" : "-O0";
    run(List.of("gcc", level, "-w", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c"));
    return run(List.of("./pan", "-m3000000"));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    return output;
  }
}
