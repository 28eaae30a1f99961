package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.verify.host.Host;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that knows nothing of Holdfast but the two bytes of a resource: the script that the
 * format page shows, in C.
 */
class ForeignLockerIT {

  private static final String NAME = "persona:alice";

  @TempDir Path directory;
  @TempDir Path tools;

  private Path program;

  @BeforeEach
  void compile() throws Exception {
    Host.assumePrograms("gcc");
    Path source = tools.resolve("locker.c");
    try (var in = ForeignLockerIT.class.getResourceAsStream("locker.c")) {
      Files.copy(in, source);
    }
    program = tools.resolve("locker");
    Process gcc =
        new ProcessBuilder("gcc", "-Wall", "-Werror", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).as("gcc").isZero();
  }

  @Test
  void foreignProgram_isExcluded_andExcludes() throws Exception {
    try (LockManager own = LockManager.open(directory)) {
      try (LockHandle _ = own.acquire(LockRequest.exclusive(NAME))) {
        assertThat(locker("try").waitFor()).as("while we hold").isEqualTo(75);
      }
      // Kept for a moment after the release, so the foreign program waits that long at the most.
      Process foreign = locker("hold");
      try (BufferedReader out = foreign.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.readLine()).isEqualTo("locked");
        assertThat(own.tryAcquire(LockRequest.exclusive(NAME))).as("while it holds").isEmpty();
        assertThat(own.tryAcquire(LockRequest.shared(NAME))).as("while it holds").isEmpty();
        foreign.getOutputStream().close(); // it ends with its input
        assertThat(foreign.waitFor()).isZero();
      }
      try (LockHandle after = own.tryAcquire(LockRequest.exclusive(NAME)).orElseThrow()) {
        assertThat(after.isHeld()).isTrue();
      }
    }
  }

  /** Nobody tells a waiter that a foreign program unlocks: it looks. */
  @Test
  void foreignProgram_thatUnlocks_isFollowedByAWaiter() throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer waiter = LockPeer.start(directory, Provider.OPEN_FILE)) {
      Process foreign = locker("hold");
      try (BufferedReader out = foreign.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.readLine()).isEqualTo("locked");
        waiter.acquire("w", NAME);
        DeathWatchIT.awaitLongWait(own);
        foreign.getOutputStream().close();
        assertThat(foreign.waitFor()).isZero();
      }
      assertThat(waiter.awaitGrant("w").previousOwnerDied()).isFalse();
    }
  }

  private Process locker(String how) throws Exception {
    return new ProcessBuilder(program.toString(), directory.resolve("locks").toString(), key(), how)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** As the format page says. */
  private static String key() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(NAME.getBytes(StandardCharsets.UTF_8));
    long first = ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
    return String.valueOf(first % ((1L << 61) - 16));
  }
}
