package dev.holdfast.verify.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.aether.named.NamedLock;
import org.eclipse.aether.named.NamedLockFactory;
import org.eclipse.aether.named.providers.FileLockNamedLockFactory;
import org.jspecify.annotations.Nullable;

/**
 * The lock {@code file-lock} of Maven Resolver 1.9.27. It opens its file to be deleted on close,
 * which on POSIX unlinks it at once: the next process makes and locks another file.
 */
final class ResolverLock implements ControlLock {
  private final NamedLockFactory factory = new FileLockNamedLockFactory();
  private final String name;

  ResolverLock(Path file) {
    this.name = file.toUri().toString();
  }

  @Override
  public @Nullable Held acquire(Request who, boolean exclusive, Duration wait)
      throws InterruptedException {
    NamedLock lock = factory.getLock(name);
    boolean had =
        exclusive
            ? lock.lockExclusively(wait.toNanos(), TimeUnit.NANOSECONDS)
            : lock.lockShared(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (!had) {
      lock.close();
      return null;
    }
    // It has no tokens; the time stands in for one, so that only its exclusion is judged.
    return new Held(
        System.nanoTime(),
        () -> {
          lock.unlock();
          lock.close();
        });
  }
}
