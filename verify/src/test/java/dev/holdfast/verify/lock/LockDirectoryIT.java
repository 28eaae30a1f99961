package dev.holdfast.verify.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockFailedException;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lock directory that somebody deletes or replaces while it is used. */
class LockDirectoryIT {

  private static final String NAME = "persona:alice";

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void nameTheDirectory() {
    directory = parent.resolve(".holdfast");
  }

  @AfterEach
  void chooseTheDefault() {
    Provider.OPEN_FILE.choose();
  }

  /** What may happen to a directory in use. */
  enum Mishap {
    FILE_DELETED {
      @Override
      void happen(Path directory) throws IOException {
        Files.delete(directory.resolve("locks"));
      }
    },
    FILE_REPLACED_BY_A_COPY {
      @Override
      void happen(Path directory) throws IOException {
        Path copy = Files.copy(directory.resolve("locks"), directory.resolve("copy"));
        Files.delete(directory.resolve("locks"));
        Files.move(copy, directory.resolve("locks"));
      }
    },
    DIRECTORY_MOVED_AWAY {
      @Override
      void happen(Path directory) throws IOException {
        Files.move(directory, directory.resolveSibling("away"));
      }
    };

    abstract void happen(Path directory) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Mishap.class)
  void acquire_inADirectoryThatWasReplaced_isRefusedAndSaysSo(Mishap mishap) throws Exception {
    try (LockManager cutOff = LockManager.open(directory)) {
      LockHandle handle = cutOff.acquire(LockRequest.exclusive(NAME));

      mishap.happen(directory);

      assertThat(handle.isHeld()).isFalse();
      handle.close();
      // The check is made ten times a second; from the first refusal on all are refused.
      await().until(() -> isRefused(cutOff));
      assertThatThrownBy(() -> cutOff.tryAcquire(LockRequest.exclusive(NAME)))
          .isInstanceOf(LockFailedException.class)
          .hasMessageContaining("'" + NAME + "'")
          .hasMessageContaining("was deleted or replaced while in use")
          .hasMessageContaining("Restart this program");

      // Others, and this process when it opens the directory again, agree on the new one.
      try (LockManager anew = LockManager.open(directory);
          LockPeer peer = LockPeer.start(directory, Provider.OPEN_FILE)) {
        peer.acquire("p", NAME);
        peer.awaitGrant("p");
        assertThat(anew.tryAcquire(LockRequest.exclusive(NAME))).isEmpty();
        assertThat(isRefused(cutOff)).isTrue();
        peer.release("p");
        anew.tryAcquire(LockRequest.exclusive(NAME)).orElseThrow().close();
      }
    }
  }

  private static boolean isRefused(LockManager manager) {
    try {
      manager.tryAcquire(LockRequest.shared("other")).ifPresent(LockHandle::close);
      return false;
    } catch (LockFailedException e) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void open_ofWhatIsNoLockDirectory_isRefusedAndChangesNothing(Provider provider) throws Exception {
    provider.choose();
    Files.createDirectory(directory);
    byte[] foreign = "somebody's notes".repeat(1000).getBytes(UTF_8);
    Files.write(directory.resolve("locks"), foreign);
    assertThatThrownBy(() -> LockManager.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a lock file of Holdfast");
    assertThat(directory.resolve("locks")).hasBinaryContent(foreign);

    Files.delete(directory.resolve("locks"));
    Path target = Files.write(parent.resolve("target"), foreign);
    Files.createSymbolicLink(directory.resolve("locks"), target);
    assertThatThrownBy(() -> LockManager.open(directory)).isInstanceOf(IOException.class);
    assertThat(target).hasBinaryContent(foreign);

    Path file = Files.createFile(parent.resolve("file"));
    assertThatThrownBy(() -> LockManager.open(file)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void open_ofAMissingDirectory_createsItForItsOwnerAlone(Provider provider) throws Exception {
    provider.choose();
    Path nested = directory.resolve("a/b");
    LockManager.open(nested).close();
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all)
          .allSatisfy(
              path ->
                  assertThat(Files.getPosixFilePermissions(path).toString())
                      .doesNotContain("GROUP")
                      .doesNotContain("OTHERS"));
    }
  }
}
