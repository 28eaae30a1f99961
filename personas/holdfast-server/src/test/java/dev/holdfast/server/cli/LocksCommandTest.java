package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LocksCommandTest {

  @TempDir Path folder;

  @Test
  void locks_whereThereIsNoDomain_saysSoAndCreatesNone() {
    Cli.Run run = run("locks");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no lock domain in " + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void locks_whereNobodyHolds_saysSo() throws Exception {
    FileLockManager.open(folder.resolve(".holdfast")).close();

    assertThat(run("locks").out()).contains("nobody holds or waits").contains(folder.toString());
    assertThat(run("locks", "--json").json().size()).isZero();
  }

  @Test
  void locks_showsHolderAndWaiter() throws Exception {
    try (FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"));
        LockHandle held =
            locks.acquire(LockRequest.exclusive("report\u001b[1m").purpose("rebuild it"))) {
      Thread waiter =
          Thread.ofPlatform()
              .name("the-waiter")
              .start(
                  () -> {
                    try {
                      locks.acquire(LockRequest.shared(held.resource())).close();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      Awaitility.await()
          .untilAsserted(() -> assertThat(run("locks", "--json").json().size()).isEqualTo(2));

      Cli.Run text = run("locks");
      JsonNode json = run("locks", "--json").json();
      held.close();
      assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();

      long pid = ProcessHandle.current().pid();
      assertThat(text.exitCode()).isZero();
      assertThat(text.out().lines().findFirst().orElseThrow())
          .matches("RESOURCE +MODE +STATE +PID +THREAD +PURPOSE +SINCE +TOKEN +WAITERS");
      assertThat(text.out())
          .containsPattern(
              "report\\\\u\\{1b}\\[1m +exclusive +held +"
                  + pid
                  + " .*rebuild it +\\S+Z +\\d+ +1\\R")
          .containsPattern("shared +waiting +" + pid + " +the-waiter")
          .doesNotContain("\u001b");
      assertThat(json.path(0).path("state").asString()).isEqualTo("held");
      assertThat(json.path(0).path("resource").asString()).isEqualTo("report\u001b[1m");
      assertThat(json.path(0).path("pid").asLong()).isEqualTo(pid);
      assertThat(json.path(0).path("token").asLong()).isPositive();
      assertThat(json.path(0).path("waiters").asInt()).isEqualTo(1);
      assertThat(json.path(1).path("thread").asString()).isEqualTo("the-waiter");
      assertThat(json.path(1).path("mode").asString()).isEqualTo("shared");
    }
  }

  private Cli.Run run(String... arguments) {
    return new Cli().variable("HOLDFAST_DIR", folder.toString()).run(arguments);
  }
}
