package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMode;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * L1 over class loaders: a second copy of core in the same JVM, as in a container with several
 * applications, on the same directory.
 */
class CopiesIT {

  private static final String NAME = "persona:alice";

  @TempDir Path directory;

  @AfterEach
  void chooseTheDefault() {
    Provider.OPEN_FILE.choose();
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void copies_inOneJvm_excludeEachOther(Provider provider) throws Exception {
    provider.choose();
    try (LockManager one = LockManager.open(directory);
        Copy other = new Copy(directory)) {
      LockHandle handle = one.tryAcquire(LockRequest.exclusive(NAME)).orElseThrow();
      assertThat(other.tryAcquire(NAME)).isEmpty();
      handle.close();

      AutoCloseable theirs = other.tryAcquire(NAME).orElseThrow();
      assertThat(one.tryAcquire(LockRequest.exclusive(NAME))).isEmpty();
      assertThat(one.tryAcquire(LockRequest.shared(NAME))).isEmpty();
      theirs.close();
      one.tryAcquire(LockRequest.exclusive(NAME)).orElseThrow().close();
    }
  }

  /** On POSIX, closing any channel on a file drops all locks that the process has on it. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void copy_thatIsClosed_leavesTheLocksOfTheOther(Provider provider) throws Exception {
    provider.choose();
    try (LockPeer peer = LockPeer.start(directory, provider);
        LockManager one = LockManager.open(directory);
        LockHandle handle = one.acquire(LockRequest.exclusive(NAME))) {
      try (Copy other = new Copy(directory)) {
        assertThat(other.tryAcquire(NAME)).isEmpty();
      }
      peer.acquire("p", LockMode.EXCLUSIVE, NAME, Duration.ofMillis(100), "-");
      peer.awaitTimeout("p");
      assertThat(handle.isHeld()).isTrue();
    }
  }

  /** The copy that the other class loader has, reached by reflection. */
  private static final class Copy implements AutoCloseable {
    private final URLClassLoader loader;
    private final Class<?> managers;
    private final AutoCloseable manager;

    Copy(Path directory) throws ReflectiveOperationException {
      URL classes = LockManager.class.getProtectionDomain().getCodeSource().getLocation();
      loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
      managers = loader.loadClass(LockManager.class.getName());
      assertThat(managers).isNotSameAs(LockManager.class);
      manager = (AutoCloseable) managers.getMethod("open", Path.class).invoke(null, directory);
    }

    Optional<AutoCloseable> tryAcquire(String name) throws ReflectiveOperationException {
      Class<?> requests = loader.loadClass(LockRequest.class.getName());
      Object request = requests.getMethod("exclusive", String.class).invoke(null, name);
      Object handle = managers.getMethod("tryAcquire", requests).invoke(manager, request);
      return ((Optional<?>) handle).map(AutoCloseable.class::cast);
    }

    @Override
    public void close() throws IOException, ReflectiveOperationException {
      try (loader) {
        managers.getMethod("close").invoke(manager);
      } catch (InvocationTargetException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
