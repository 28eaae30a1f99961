package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of {@code holdfast lock NAME -- CMD} lasts as long as CMD, whatever becomes of us. */
class LockCommandLifeIT {

  private static final int LOCKED = 75;

  /** Says its number, then reads a pipe to its end: the test decides when that is. */
  private static final String UNTIL_TOLD =
      "echo $$ >\"$1.new\"; mv \"$1.new\" \"$1\"; exec cat \"$2\"";

  private static final String JAVA_OPTS = "HOLDFAST_JAVA_OPTS=";
  private static final String CHANNEL = "-Ddev.holdfast.locks.provider=channel";

  @TempDir Path directory;

  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void linuxOnly() {
    Requirement.need(
        System.getProperty("os.name").equals("Linux"),
        "a command inherits its lock on Linux, this is " + System.getProperty("os.name"));
  }

  @AfterEach
  void endAll() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void wrapperIsKilled_lockLastsUntilTheCommandHasEnded() throws Exception {
    Process pipe = pipe();
    Process wrapper = lock("sh", "-c", UNTIL_TOLD, "sh", path("pid"), path("pipe"));
    ProcessHandle command = awaitProcess("pid");

    kill(wrapper);

    assertThat(command.isAlive()).isTrue();
    Launcher.Ended second = tryLock();
    assertThat(second.exitCode()).as(second.err()).isEqualTo(LOCKED);
    assertThat(second.err()).contains("pid " + wrapper.pid());
    assertThat(locks()).containsPattern("x +exclusive +held +" + wrapper.pid());

    assertThat(Launcher.run("locks", "why", "x", "--dir", path("domain")).out())
        .contains("held by pid " + wrapper.pid(), "has ended", "kept by pid " + command.pid())
        .contains("or end it: kill " + command.pid());

    end(pipe);
    await().atMost(Launcher.DEADLINE).until(() -> !command.isAlive());
    awaitFree();
  }

  @Test
  void holderIsStopped_whySaysSo() throws Exception {
    Process pipe = pipe();
    Process wrapper = lock("sh", "-c", UNTIL_TOLD, "sh", path("pid"), path("pipe"));
    ProcessHandle command = awaitProcess("pid");
    signal("STOP", wrapper);
    try {
      await()
          .atMost(Launcher.DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(Launcher.run("locks", "why", "x", "--dir", path("domain")).out())
                      .contains("is stopped", "kill -CONT " + wrapper.pid()));
    } finally {
      signal("CONT", wrapper);
    }
    end(pipe);
    await().atMost(Launcher.DEADLINE).until(() -> !command.isAlive());
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, process.pid() + "").start().waitFor())
        .isZero();
  }

  @Test
  void wrapperIsKilled_lockLastsAsLongAsWhatTheCommandStarted() throws Exception {
    Process pipe = pipe();
    String starter = "sh -c '" + UNTIL_TOLD + "' sh \"$1\" \"$2\" & cat \"$3\"; exit 0";
    Process commandPipe = pipe("first");
    Process wrapper = lock("sh", "-c", starter, "sh", path("pid"), path("pipe"), path("first"));
    ProcessHandle child = awaitProcess("pid");
    ProcessHandle command = child.parent().orElseThrow();
    kill(wrapper);

    end(commandPipe);
    await().atMost(Launcher.DEADLINE).until(() -> !command.isAlive());

    assertThat(tryLock().exitCode()).isEqualTo(LOCKED);
    end(pipe);
    await().atMost(Launcher.DEADLINE).until(() -> !child.isAlive());
    awaitFree();
  }

  @Test
  void commandEnds_lockIsFreeAlthoughWhatItStartedGoesOn() throws Exception {
    Process pipe = pipe();
    Process wrapper =
        lock(
            "sh",
            "-c",
            "sh -c '"
                + UNTIL_TOLD
                + "' sh \"$1\" \"$2\" & until [ -e \"$1\" ]; do sleep 0.05; done",
            "sh",
            path("pid"),
            path("pipe"));

    assertThat(wrapper.waitFor(Launcher.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    ProcessHandle left = awaitProcess("pid");
    assertThat(left.isAlive()).isTrue();
    assertThat(tryLock().exitCode()).isZero();
    end(pipe);
    await().atMost(Launcher.DEADLINE).until(() -> !left.isAlive());
  }

  @Test
  void command_inheritsTheStandardStreamsAndTheLockAndNothingElse() throws Exception {
    Launcher.Ended ended = run("readlink", "/proc/self/fd/3", "/proc/self/fd/4", "/proc/self/fd/8");
    assertThat(ended.out()).isEmpty();

    Launcher.Ended all = run("sh", "-c", "for f in /proc/$$/fd/*; do readlink \"$f\"; done");
    assertThat(all.out().lines().filter(to -> to.startsWith("/") && !to.startsWith("/dev/")))
        .containsExactly(path("domain/.holdfast/locks"));
  }

  @Test
  void command_hasNoSignalBlocked() throws Exception {
    assertThat(run("grep", "SigBlk", "/proc/self/status").out()).matches("SigBlk:\\s+0+\\s+");
  }

  @Test
  void commandOfTheChannelProvider_runsWithoutTheLock() throws Exception {
    List<String> command = command("sh", "-c", "ls -l /proc/$$/fd; exit 9");
    command.addAll(0, List.of("env", JAVA_OPTS + CHANNEL));
    Process process = Launcher.builder(command).redirectErrorStream(true).start();
    started.add(process);
    process.getOutputStream().close();

    String out = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(9);
    assertThat(out).doesNotContain(".holdfast");
  }

  /** A pipe that has a writer until that is ended. */
  private Process pipe() throws Exception {
    return pipe("pipe");
  }

  private Process pipe(String name) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path(name)).start().waitFor()).isZero();
    Process writer = new ProcessBuilder("sh", "-c", "exec cat >\"$1\"", "sh", path(name)).start();
    started.add(writer);
    return writer;
  }

  private static void end(Process writer) throws IOException {
    writer.getOutputStream().close();
  }

  private Process lock(String... arguments) throws IOException {
    Process process =
        Launcher.builder(command(arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return process;
  }

  private Launcher.Ended run(String... arguments) {
    return Launcher.run(Launcher.DEADLINE, command(arguments));
  }

  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Launcher.program() + "", "lock", "--dir", path("domain"), "x", "--wait", "0s"));
    command.add("--");
    command.addAll(List.of(arguments));
    return command;
  }

  private Launcher.Ended tryLock() {
    return run("true");
  }

  private void awaitFree() {
    assertThat(
            Launcher.run("lock", "--dir", path("domain"), "x", "--wait", "30s", "--", "true")
                .exitCode())
        .isZero();
  }

  private String locks() {
    return Launcher.run("locks", "--dir", path("domain")).out();
  }

  private static void kill(Process wrapper) throws InterruptedException {
    wrapper.destroyForcibly();
    assertThat(wrapper.waitFor(Launcher.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private ProcessHandle awaitProcess(String file) throws IOException {
    Path path = directory.resolve(file);
    await().atMost(Launcher.DEADLINE).until(() -> Files.exists(path));
    return ProcessHandle.of(Long.parseLong(Files.readString(path).strip())).orElseThrow();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}
