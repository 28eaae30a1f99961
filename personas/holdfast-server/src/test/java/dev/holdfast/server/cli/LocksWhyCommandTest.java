package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LocksWhyCommandTest {

  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path folder;

  @Test
  void why_whereThereIsNoDomain_failsAndCreatesNone() {
    Cli.Run run = why("x");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no lock domain in " + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void why_ofAFreeLock_isExitCode3() throws Exception {
    try (FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"));
        LockHandle _ = locks.acquire(LockRequest.exclusive("other"))) {
      Cli.Run run = why("x");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.out()).startsWith("x: free");
      assertThat(why("x", "--json").json().path("state").asString()).isEqualTo("free");
    }
  }

  @Test
  void why_afterOptionsOfLocks_takesThem() throws Exception {
    FileLockManager.open(folder.resolve(".holdfast")).close();

    Cli.Run run = new Cli().run("locks", "--json", "--dir", folder.toString(), "why", "x");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.json().path("resource").asString()).isEqualTo("x");
  }

  @Test
  void why_ofNoName_isAUsageError() {
    assertThat(why("").exitCode()).isEqualTo(2);
    assertThat(new Cli().run("locks", "why").exitCode()).isEqualTo(2);
  }

  @Test
  void why_namesHolderWaitersInOrderAndTheNextStep() throws Exception {
    try (FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"));
        LockHandle held = locks.acquire(LockRequest.exclusive("x\u001b[1m").purpose("rebuild"))) {
      List<Thread> waiters = new ArrayList<>();
      for (String name : List.of("first", "second")) {
        waiters.add(waiter(locks, held.resource(), name));
        await().until(() -> json(held).path("waiters").size() == waiters.size());
      }

      Cli.Run text = why(held.resource());
      JsonNode json = json(held);
      held.close();
      for (Thread waiter : waiters) {
        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
      }

      assertThat(text.exitCode()).isZero();
      assertThat(text.out())
          .startsWith("x\\u{1b}[1m: held (exclusive), 2 waiting")
          .containsPattern("held by pid " + PID + " .*since .*Z, for \\d+ s, token \\d+")
          .contains("purpose: rebuild")
          .containsPattern("command: .*java")
          .containsPattern("waiting 1: .*thread first.*\\R(.*\\R)*.*waiting 2: .*thread second")
          .contains("next: wait for pid " + PID + ", or end it: kill " + PID)
          .doesNotContain("\u001b");
      JsonNode holder = json.path("holders").path(0);
      assertThat(json.path("state").asString()).isEqualTo("held");
      assertThat(holder.path("pid").asLong()).isEqualTo(PID);
      assertThat(holder.path("process").asString()).isEqualTo("running");
      assertThat(holder.path("commandLine").asString()).contains("java");
      assertThat(holder.path("token").asLong()).isPositive();
      assertThat(holder.path("forMillis").asLong()).isNotNegative();
      assertThat(json.path("waiters").path(1).path("thread").asString()).isEqualTo("second");
      assertThat(json.path("next").size()).isEqualTo(1);
    }
  }

  @Test
  void why_ofANameThatWasShortened_findsIt() throws Exception {
    String name = "file:" + "ä".repeat(200);
    try (ForkedProgram holder =
        ForkedProgram.start(
            folder, "lock", "--dir", folder.toString(), name, "--", "sh", "-c", "exec cat")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(why(name).exitCode()).isZero());
      assertThat(why(name).out()).contains("pid " + holder.pid());
      assertThat(why("file:" + "ä".repeat(20)).exitCode()).isEqualTo(3);
    }
  }

  private Thread waiter(FileLockManager locks, String resource, String name) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              try {
                locks.acquire(LockRequest.exclusive(resource)).close();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private JsonNode json(LockHandle held) {
    return why(held.resource(), "--json").json();
  }

  private Cli.Run why(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("locks", "why", name));
    arguments.addAll(List.of(more));
    return new Cli()
        .variable("HOLDFAST_DIR", folder.toString())
        .run(arguments.toArray(String[]::new));
  }
}
