package dev.holdfast.benchmarks;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Holdfast's domain of a lock directory, through its public interface. */
final class HoldfastPeer implements Peer {

  private static final Duration WAIT = Duration.ofMinutes(5);

  private final FileLockManager locks;

  HoldfastPeer(Path directory) throws IOException {
    locks = FileLockManager.open(directory);
  }

  @Override
  public LockHandle acquire(String name) throws InterruptedException {
    return locks.acquire(LockRequest.exclusive(name).waitAtMost(WAIT));
  }

  @Override
  public void close() {
    locks.close();
  }
}
