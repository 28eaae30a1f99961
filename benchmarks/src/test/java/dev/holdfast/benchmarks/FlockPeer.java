package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The command {@code flock(1)} of util-linux, one process for each lock, as a script uses it: the
 * command that it runs says that the lock is had and ends when it is to be released.
 */
final class FlockPeer implements Peer {

  private final Path directory;

  FlockPeer(Path directory) {
    this.directory = directory;
  }

  @Override
  public AutoCloseable acquire(String name) throws IOException {
    Process process =
        new ProcessBuilder("flock", directory.resolve(name).toString(), "cat").start();
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    if (process.getInputStream().read() != '\n') {
      throw new IOException("flock(1) ended without the lock of " + name);
    }
    return () -> {
      process.getOutputStream().close();
      process.waitFor();
    };
  }
}
