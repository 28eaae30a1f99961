package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where native calls are denied the portable provider takes over, without a word. */
class NativeAccessIT {

  private static final String NAME = "persona:alice";

  @TempDir Path directory;

  @Test
  void processWithoutNativeAccess_excludesAndIsExcluded() throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer denied = LockPeer.startWithoutNativeAccess(directory)) {
      denied.acquire("d", NAME);
      denied.awaitGrant("d");
      assertThat(own.tryAcquire(LockRequest.exclusive(NAME))).isEmpty();
      own.inspect()
          .forEach(
              info ->
                  assertThat(info.holders())
                      .extracting(party -> party.pid())
                      .containsExactly(denied.process().pid()));
      denied.release("d");
      own.acquire(LockRequest.exclusive(NAME)).close();
      denied.acquire("again", NAME);
      denied.awaitGrant("again");
      denied.release("again");
      assertThat(denied.process().errors()).as("warnings of the JVM").isEmpty();
      denied.process().kill(); // nobody else shall be given this one
    }
  }
}
