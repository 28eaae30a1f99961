package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.server.process.ProcessFacts.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /proc")
class ProcessFactsTest {

  @TempDir Path domain;

  @Test
  void process_thatHasTheDomainOpen_runs() throws Exception {
    try (FileLockManager _ = FileLockManager.open(domain)) {
      ProcessFacts facts = of(ProcessHandle.current().pid());

      assertThat(facts.state()).isEqualTo(State.RUNNING);
      assertThat(facts.commandLine()).contains("java");
      assertThat(LockDescriptors.processesWith(domain))
          .containsExactly(ProcessHandle.current().pid());
    }
  }

  @Test
  void process_thatHasEnded_isNotThere() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();

    ProcessFacts facts = of(process.pid());

    assertThat(facts.state()).isEqualTo(State.ENDED);
    assertThat(facts.commandLine()).isEmpty();
  }

  /** Its number was used again, or it is one of another container. */
  @Test
  void process_thatDoesNotHaveTheDomainOpen_isAnother() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try {
      ProcessFacts facts = of(process.pid());

      assertThat(facts.state()).isEqualTo(State.ANOTHER);
      assertThat(facts.commandLine()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void commandLine_ofManyArguments_isToldToItsEnd() throws Exception {
    String many = "x".repeat(20_000);
    Process process = new ProcessBuilder("sh", "-c", "read _; : the last", many).start();
    try {
      await() // it may be about to become the shell
          .untilAsserted(
              () ->
                  assertThat(ProcessFacts.commandLine(process.pid()))
                      .startsWith("sh -c read _")
                      .endsWith("the last " + many));
    } finally {
      process.destroyForcibly();
    }
  }

  private ProcessFacts of(long pid) throws IOException {
    return ProcessFacts.of(pid, Instant.now(), domain);
  }
}
