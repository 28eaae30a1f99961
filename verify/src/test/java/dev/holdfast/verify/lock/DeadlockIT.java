package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L8 over processes: a circle of waits is found, and exactly one gives way. */
class DeadlockIT {

  @TempDir Path directory;

  /** Each process holds its own resource and wants the next one's; the last one closes the ring. */
  @ParameterizedTest
  @CsvSource({"3, OPEN_FILE", "3, CHANNEL", "2, OPEN_FILE"})
  void ring_overProcesses_refusesTheOneThatClosedIt(int size, Provider provider) throws Exception {
    List<LockPeer> peers = new ArrayList<>();
    try (LockManager own = LockManager.open(directory)) {
      try {
        for (int self = 0; self < size; self++) {
          LockPeer peer = LockPeer.start(directory, provider);
          peers.add(peer);
          peer.acquireFirstOfTwo("own" + self, "r" + self, "want" + self, "r" + (self + 1) % size);
          peer.awaitGrant("own" + self);
        }
        for (int self = 0; self < size; self++) {
          peers.get(self).acquireSecond("own" + self);
          int waiting = self + 1;
          if (waiting < size) {
            await()
                .until(
                    () ->
                        own.inspect().stream().mapToInt(info -> info.waiters().size()).sum()
                            == waiting);
          }
        }

        int last = size - 1;
        String message = peers.get(last).awaitFailure("want" + last);

        for (int self = 0; self < size; self++) {
          assertThat(message)
              .contains("'r" + self + "'")
              .contains("pid " + peers.get(self).process().pid());
        }
        assertThat(message).contains("deadlock");
        // It gives way, and one after the other gets through.
        peers.get(last).release("own" + last);
        for (int self = last - 1; self >= 0; self--) {
          peers.get(self).awaitGrant("want" + self);
          peers.get(self).release("want" + self);
          peers.get(self).release("own" + self);
        }
        assertThat(own.inspect()).isEmpty();
      } finally {
        for (LockPeer peer : peers) {
          peer.close();
        }
      }
    }
  }

  /** The same without the last wait is no deadlock, and nobody is refused. */
  @ParameterizedTest
  @CsvSource({"OPEN_FILE", "CHANNEL"})
  void chain_overProcesses_isNoDeadlock(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer one = LockPeer.start(directory, provider);
        LockPeer two = LockPeer.start(directory, provider)) {
      one.acquire("a", "r0");
      one.awaitGrant("a");
      two.acquireFirstOfTwo("b", "r1", "b2", "r0");
      two.awaitGrant("b");
      two.acquireSecond("b");
      await().until(() -> own.inspect().stream().anyMatch(info -> !info.waiters().isEmpty()));
      // Long enough for several looks of the waiter: a wait of a third that times out.
      one.acquire("t", LockMode.EXCLUSIVE, "r1", Duration.ofMillis(300), "-");
      one.awaitTimeout("t");
      one.release("a");
      two.awaitGrant("b2");
    }
  }
}
