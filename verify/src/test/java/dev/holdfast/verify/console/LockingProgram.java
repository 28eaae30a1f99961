package dev.holdfast.verify.console;

import dev.holdfast.server.Main;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code holdfast lock} in a process of its own, which wants a lock and keeps it until it is told.
 */
final class LockingProgram implements AutoCloseable {

  private final ForkedJvm program;

  private LockingProgram(ForkedJvm program) {
    this.program = program;
  }

  static LockingProgram start(Path folder, String resource) throws IOException {
    return new LockingProgram(
        ForkedJvm.of(Main.class)
            .arguments(
                "lock", resource, "--dir", folder, "--wait", "60s", "--", "sh", "-c", "read line")
            .start());
  }

  /** Lets go; waits for its end. */
  @Override
  public void close() throws InterruptedException {
    program.send("");
    int _ = program.awaitExit();
    program.close();
  }
}
