package dev.holdfast.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.internal.domain.DomainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockManagerTest extends LockManagerContractTest {

  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("data/.holdfast");
  }

  @Override
  LockManager open() throws IOException {
    return LockManager.open(directory());
  }

  @Test
  void twoManagersOfADirectory_excludeEachOther() throws Exception {
    Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory());
    try (LockManager other = LockManager.open(alias);
        LockHandle held = locks.acquire(exclusive("r"))) {
      assertThat(other.tryAcquire(exclusive("r"))).isEmpty();
      assertThat(other.inspect()).hasSize(1);
      held.close();
      assertThat(other.tryAcquire(exclusive("r"))).hasValueSatisfying(LockHandle::close);
    }
  }

  @Test
  void closingOneManager_leavesTheLocksOfAnother() throws Exception {
    LockManager other = LockManager.open(directory());
    LockHandle held = locks.acquire(exclusive("r"));
    other.close();
    assertThat(held.isHeld()).isTrue();
    try (LockManager third = LockManager.open(directory())) {
      assertThat(third.tryAcquire(exclusive("r"))).isEmpty();
    }
    held.close();
  }

  @Test
  void aHandleOutlivesItsManager_andKeepsOthersOut() throws Exception {
    LockManager other = LockManager.open(directory());
    LockHandle held = other.acquire(exclusive("r"));
    other.close();
    assertThat(locks.tryAcquire(exclusive("r"))).isEmpty();
    held.close();
    assertThat(locks.tryAcquire(exclusive("r"))).hasValueSatisfying(LockHandle::close);
  }

  @Test
  void manyNames_leaveOneFileOfFixedSize() throws Exception {
    long size = Files.size(directory().resolve(DomainFile.NAME));
    for (int i = 0; i < 20_000; i++) {
      locks.acquire(exclusive("persona:" + i)).close();
    }
    try (Stream<Path> entries = Files.list(directory())) {
      assertThat(entries).containsExactly(directory().resolve(DomainFile.NAME));
    }
    assertThat(Files.size(directory().resolve(DomainFile.NAME))).isEqualTo(size);
  }

  @Test
  void theDirectoryIsForItsOwnerOnly() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory().resolve(DomainFile.NAME))))
        .isEqualTo("rw-------");
  }

  @Test
  void tokens_growOverReopening() throws Exception {
    LockHandle first = locks.acquire(exclusive("r"));
    first.close();
    locks.close();
    locks = open();
    try (LockHandle second = locks.acquire(exclusive("r"))) {
      assertThat(second.token()).isGreaterThan(first.token());
      assertThat(second.previousOwnerDied()).as("it was released").isFalse();
    }
  }

  @Test
  void aForeignFile_isRefusedAndUntouched() throws Exception {
    Path other = Files.createDirectories(temporary.resolve("other"));
    Path file = Files.writeString(other.resolve(DomainFile.NAME), "my precious notes");
    assertThatThrownBy(() -> LockManager.open(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a lock file of Holdfast");
    assertThat(file).hasContent("my precious notes");
  }

  @Test
  void aSymbolicLinkInPlaceOfTheFile_isRefused() throws Exception {
    Path other = Files.createDirectories(temporary.resolve("other"));
    Path victim = Files.createFile(temporary.resolve("victim"));
    Files.createSymbolicLink(other.resolve(DomainFile.NAME), victim);
    assertThatThrownBy(() -> LockManager.open(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a regular file");
    assertThat(victim).isEmptyFile();
  }

  @Test
  void aDeletedLockDirectory_failsClosed() throws Exception {
    LockHandle held = locks.acquire(exclusive("r"));
    Files.delete(directory().resolve(DomainFile.NAME));
    assertThat(held.isHeld()).as("others no longer see it").isFalse();
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> locks.acquire(exclusive("other")).close())
                    .isInstanceOf(LockFailedException.class)
                    .hasMessageContaining("deleted or replaced"));
    held.close();
    try (LockManager fresh = open();
        LockHandle again = fresh.acquire(exclusive("r"))) {
      assertThat(again.isHeld()).isTrue();
    }
  }
}
