package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.aether.named.NamedLock;
import org.eclipse.aether.named.providers.FileLockNamedLockFactory;

/** The provider {@code file-lock} of maven-resolver's named locks. */
final class MavenPeer implements Peer {

  private final FileLockNamedLockFactory factory = new FileLockNamedLockFactory();
  private final Path directory;

  MavenPeer(Path directory) {
    this.directory = directory;
  }

  @Override
  public AutoCloseable acquire(String name) throws Exception {
    NamedLock lock = factory.getLock(directory.resolve(name).toUri().toString());
    if (!lock.lockExclusively(5, TimeUnit.MINUTES)) {
      throw new IOException("not had in 5 minutes: " + name);
    }
    return () -> {
      lock.unlock();
      lock.close();
    };
  }

  @Override
  public void close() {
    factory.shutdown();
  }
}
