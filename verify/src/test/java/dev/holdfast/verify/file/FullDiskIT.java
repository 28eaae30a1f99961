package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F3 on full disks: a change that has no room fails whole, and the old content stays. */
class FullDiskIT {

  private static final byte[] OLD = SelfChecking.content(7, 2000);

  @TempDir Path parent;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());

  @Test
  void change_withoutRoomInMemory_failsWholeAndLeavesNothing() throws Exception {
    try (MountedDisk disk = MountedDisk.memory(parent, 1024, 100)) {
      assertThatNothingChanges(disk.root(), new byte[1 << 20]);
    }
  }

  @Test
  void change_withoutRoomOnExt4_failsWholeAndLeavesNothing() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(parent, 8)) {
      assertThatNothingChanges(disk.root(), new byte[9 << 20]);
      // And when others fill it up: not one block is left.
      fill(disk.root().resolve("ballast"));
      assertThatNothingChanges(disk.root(), new byte[200_000]);
    }
  }

  @Test
  void change_withoutRoomForAName_failsWholeAndLeavesNothing() throws Exception {
    try (MountedDisk disk = MountedDisk.memory(parent, 1024, 10)) {
      Files.write(disk.root().resolve("file"), OLD);
      for (int i = 0; i < 8; i++) {
        Files.createFile(disk.root().resolve("name" + i));
      }
      FileCommitException failure = writeFails(disk.root().resolve("file"), new byte[10]);
      assertThat(failure.step()).isEqualTo("create a temporary file");
      assertThat(disk.root().resolve("file")).hasBinaryContent(OLD);
    }
  }

  /** The lock file was given all its blocks when it was made, so locks need none later. */
  @Test
  void locks_onAFullDisk_areGranted() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(parent, 16);
        LockManager locks = LockManager.open(disk.root().resolve(".holdfast"))) {
      fill(disk.root().resolve("ballast"));
      for (int i = 0; i < 1000; i++) {
        try (LockHandle handle = locks.acquire(LockRequest.exclusive("name:" + i))) {
          assertThat(handle.isHeld()).isTrue();
        }
      }
    }
  }

  private void assertThatNothingChanges(Path root, byte[] tooMuch) throws IOException {
    Path file = root.resolve("file");
    files.write(file, OLD);
    assertThat(writeFails(file, tooMuch)).hasMessageContaining("nothing was changed");
    assertThat(files.read(file)).isEqualTo(OLD);

    Path created = root.resolve("new");
    FileCommitException failure =
        catchThrowableOfType(FileCommitException.class, () -> files.createNew(created, tooMuch));
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_COMMITTED);
    assertThat(created).doesNotExist();
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
    files.write(file, OLD); // there is room again for what fits
  }

  private FileCommitException writeFails(Path file, byte[] content) {
    FileCommitException failure =
        catchThrowableOfType(FileCommitException.class, () -> files.write(file, content));
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_COMMITTED);
    assertThat(failure.path()).isEqualTo(file);
    return failure;
  }

  /** Leaves 64 KiB, for what is small. */
  private static void fill(Path ballast) throws IOException {
    try (FileChannel channel =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try {
        int written;
        do {
          written = channel.write(ByteBuffer.allocate(1 << 14));
        } while (written > 0);
      } catch (IOException full) {
        channel.truncate(channel.size() - (1 << 16));
      }
    }
  }
}
