package dev.holdfast.micrometer;

import static dev.holdfast.lock.LockRequest.exclusive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the death of another process leaves is counted by the one who finds it. */
final class DeathMetricsIT {

  @TempDir private Path directory;

  @Test
  void whatAnotherProcessHolds_isShown_andItsDeathIsATakeoverAndASweep() throws Exception {
    Path files = Files.createDirectory(directory.resolve("files"));
    Exported exported = new Exported();
    try (FileLockManager locks = FileLockManager.open(directory.resolve("locks"));
        ForkedJvm other =
            ForkedJvm.of(DyingWriter.class)
                .arguments(directory.resolve("locks"), files.resolve("f"))
                .start()) {
      new HoldfastLockMetrics(locks).bindTo(exported.registry);
      new HoldfastFileMetrics().bindTo(exported.registry);
      String _ = other.await("writing");
      exported.await("holdfast_lock_held{kind=\"persona\"}", 1);
      assertThat(exported.valueOf("holdfast_lock_process_held")).isZero();
      assertThat(locks.files().sweep(files)).as("of a living writer").isZero();

      other.kill();
      try (LockHandle handle = locks.acquire(exclusive("persona:alice"))) {
        assertThat(handle.previousOwnerDied()).isTrue();
      }
      exported.await("holdfast_lock_takeovers_total{kind=\"persona\"}", 1);
      exported.await("holdfast_lock_held{kind=\"persona\"}", 0);
      assertThat(locks.files().sweep(files)).isEqualTo(1);
      exported.await("holdfast_file_swept_total", 1);
    }
  }
}
