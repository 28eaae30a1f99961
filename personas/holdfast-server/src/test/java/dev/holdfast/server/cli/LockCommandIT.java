package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockCommandIT {

  /** Fails if another one is inside at the same time. */
  private static final String CRITICAL =
      "mkdir \"$1\" || exit 99; sleep 0.1; rmdir \"$1\" || exit 98";

  /** Makes a file, then reads its input to the end: it ends with this test at the latest. */
  private static final String HOLD = "touch \"$1\"; exec cat";

  @TempDir Path directory;

  @Test
  void commandsUnderOneLock_neverRunAtOnce() throws Exception {
    List<ForkedProgram> all = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        all.add(lock("x", "--wait", "60s", "--", "sh", "-c", CRITICAL, "sh", path("inside")));
      }
      for (ForkedProgram one : all) {
        assertThat(one.exitCode()).as(one.err()).isZero();
      }
    } finally {
      all.forEach(ForkedProgram::close);
    }
  }

  @Test
  void commandsUnderASharedLock_runAtOnceButNotWithAnExclusiveOne() throws Exception {
    try (ForkedProgram first = lock("x", "--shared", "--", "sh", "-c", HOLD, "sh", path("a"));
        ForkedProgram second = lock("x", "--shared", "--", "sh", "-c", HOLD, "sh", path("b"))) {
      awaitFile("a");
      awaitFile("b");

      try (ForkedProgram third = lock("x", "--wait", "0", "--", "touch", path("c"))) {
        assertThat(third.exitCode()).isEqualTo(75);
      }
      assertThat(directory.resolve("c")).doesNotExist();
      end(first);
      end(second);
    }
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 7, 7", "exit 75, 75", "kill -9 $$, 137", "kill -TERM $$, 143"})
  void exitCode_isThatOfTheCommand(String script, int expected) throws Exception {
    try (ForkedProgram run = lock("x", "--", "sh", "-c", script)) {
      assertThat(run.exitCode()).isEqualTo(expected);
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void commandThatCannotBeStarted_hasTheExitCodesOfAShell() throws Exception {
    Path notExecutable = Files.writeString(directory.resolve("text"), "text");

    try (ForkedProgram missing = lock("x", "--", "no-such-command-here");
        ForkedProgram refused = lock("x", "--", notExecutable.toString())) {
      assertThat(missing.exitCode()).isEqualTo(127);
      assertThat(missing.err()).contains("command not found: no-such-command-here");
      assertThat(refused.exitCode()).isEqualTo(126);
      assertThat(refused.err()).contains("not executable").contains("text");
    }
  }

  /** Then the system would keep no exit code, had Java not taken the default back. */
  @Test
  void exitCode_whereTheEndOfChildrenIsIgnored_isThatOfTheCommand() throws Exception {
    try (ForkedProgram run =
        ForkedProgram.start(
            List.of("env", "--ignore-signal=CHLD"),
            directory,
            arguments("x", "--", "sh", "-c", "exit 7"))) {
      assertThat(run.exitCode()).as(run.err()).isEqualTo(7);
    }
  }

  @Test
  void scriptWithoutAnInterpreter_isOneOfTheShell() throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "echo \"got $1\"; exit 5\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    try (ForkedProgram run = lock("x", "--", script.toString(), "a b")) {
      assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
      assertThat(run.out()).isEqualTo("got a b\n");
    }
  }

  @Test
  void input_reachesTheCommandAndItsOutputOurs() throws Exception {
    try (ForkedProgram run = lock("x", "--", "sh", "-c", "cat; echo oops >&2; pwd")) {
      run.process().getOutputStream().write("a line\n".getBytes(UTF_8));
      run.process().getOutputStream().close();

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEqualTo("a line\n" + Path.of("").toAbsolutePath() + "\n");
      assertThat(run.err()).isEqualTo("oops\n");
    }
  }

  @Test
  void arguments_reachTheCommandAsTheyAre() throws Exception {
    try (ForkedProgram run =
        lock("x", "--", "printf", "%s|", "a b", "", "--wait", "@c", "$d", "日本", "--")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("a b||--wait|@c|$d|日本|--|");
    }
  }

  @Test
  void lockThatIsNotHadInTime_isExitCode75AndNamesTheHolder() throws Exception {
    try (ForkedProgram holder = lock("x", "--", "sh", "-c", HOLD, "sh", path("held"))) {
      awaitFile("held");

      try (ForkedProgram run = lock("x", "--wait", "200ms", "--", "touch", path("ran"))) {
        assertThat(run.exitCode()).isEqualTo(75);
        assertThat(run.err()).contains("'x'").contains("pid " + holder.pid());
        assertThat(run.err().strip()).endsWith("Try: holdfast locks why x --dir " + path("domain"));
        assertThat(run.out()).isEmpty();
      }
      assertThat(directory.resolve("ran")).doesNotExist();
      end(holder);
    }
  }

  @Test
  void waiter_hasTheLockWhenTheHolderEnds() throws Exception {
    try (ForkedProgram holder = lock("x", "--", "sh", "-c", HOLD, "sh", path("held"))) {
      awaitFile("held");
      try (ForkedProgram waiter = lock("x", "--wait", "60s", "--", "touch", path("ran"))) {
        awaitWaiter();
        assertThat(directory.resolve("ran")).doesNotExist();

        end(holder);

        assertThat(waiter.exitCode()).isZero();
        assertThat(directory.resolve("ran")).exists();
      }
    }
  }

  @Test
  void waiter_hasTheLockWhenTheHolderIsKilled() throws Exception {
    try (ForkedProgram holder = lock("x", "--", "sh", "-c", HOLD, "sh", path("held"))) {
      awaitFile("held");
      try (ForkedProgram waiter = lock("x", "--wait", "60s", "--", "touch", path("ran"))) {
        awaitWaiter();

        holder.process().descendants().forEach(ProcessHandle::destroyForcibly);
        holder.process().destroyForcibly();

        assertThat(waiter.exitCode()).as(waiter.err()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 31", "INT, 32", "HUP, 33"})
  void signals_arePassedOnAndTheCommandDecides(String signal, int expected) throws Exception {
    String script =
        "trap 'exit 31' TERM; trap 'exit 32' INT; trap 'exit 33' HUP; touch \"$1\";"
            + " while :; do sleep 0.05; done";
    // A test that runs in the background of a shell ignores INT, and so would what it starts.
    List<String> prefix = List.of("env", "--default-signal=INT,HUP,TERM");
    try (ForkedProgram run =
        ForkedProgram.start(
            prefix, directory, arguments("x", "--", "sh", "-c", script, "sh", path("ready")))) {
      awaitFile("ready");

      assertThat(new ProcessBuilder("kill", "-" + signal, "" + run.pid()).start().waitFor())
          .isZero();

      assertThat(run.exitCode()).isEqualTo(expected);
    }
  }

  @Test
  void name_thatIsNone_isAUsageError() throws Exception {
    try (ForkedProgram run = lock("", "--", "true")) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("a resource needs a name").contains("holdfast lock --help");
    }
  }

  private ForkedProgram lock(String name, String... more) throws IOException {
    return ForkedProgram.start(directory, arguments(name, more));
  }

  private String[] arguments(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("lock", "--dir", path("domain"), name));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void awaitFile(String name) {
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(directory.resolve(name)));
  }

  private void awaitWaiter() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> new Cli().run("locks", "--dir", path("domain")).out().contains("waiting"));
  }

  private static void end(ForkedProgram holder) throws Exception {
    holder.process().getOutputStream().close();
    assertThat(holder.exitCode()).isZero();
  }
}
