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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** F3 on full disks: a change that has no room fails whole, and the old content stays. */
class FullDiskIT {

  private static final byte[] OLD = SelfChecking.content(7, 2000);
  private static final int MAX_BYTES = 200_000;
  private static final int STEPS = 2 * MAX_BYTES / Ballast.PIECE_BYTES;

  @TempDir Path parent;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());
  private final Map<String, Integer> outcomes = new TreeMap<>();

  /** From a disk without a free block to one with room for all, in small steps. */
  @ParameterizedTest
  @EnumSource
  void change_withTooLittleRoom_failsWholeAndLeavesNothing(Disk kind) throws Exception {
    try (MountedDisk disk = kind.mountIn(parent)) {
      Path file = disk.root().resolve("file");
      Path other = disk.root().resolve("other");
      files.write(file, OLD);
      Ballast ballast = Ballast.fill(disk.root(), STEPS);
      for (int version = 1; version <= STEPS; version++) {
        byte[] content = SelfChecking.content(version, MAX_BYTES);
        change(file, content, () -> files.write(file, content));
        byte[] updated = SelfChecking.content(-version, MAX_BYTES);
        change(file, updated, () -> files.update(file, old -> updated));
        change(other, content, () -> files.createNew(other, content));
        change(other, null, () -> files.delete(other));
        ballast.giveBack(1);
      }
    }
    System.out.printf("%s: %s%n", kind, outcomes);
    assertThat(outcomes.keySet()).containsExactlyInAnyOrder("done", "NOT_COMMITTED");
    assertThat(outcomes.values()).allSatisfy(times -> assertThat(times).isGreaterThan(10));
  }

  /** A way to change a file. */
  private interface Change {
    void make() throws IOException, InterruptedException;
  }

  private void change(Path path, byte @Nullable [] after, Change change)
      throws IOException, InterruptedException {
    byte @Nullable [] before = contentOf(path);
    byte @Nullable [] expected = after;
    String outcome = "done";
    try {
      change.make();
    } catch (FileCommitException e) {
      outcome = e.outcome().toString();
      assertThat(e.outcome()).as(e.getMessage()).isEqualTo(Outcome.NOT_COMMITTED);
      expected = before;
    }
    outcomes.merge(outcome, 1, Integer::sum);
    assertThat(Arrays.equals(contentOf(path), expected)).as("content, %s", outcome).isTrue();
    assertNoTemporaryIn(path.resolveSibling("."));
  }

  private static byte @Nullable [] contentOf(Path path) throws IOException {
    return Files.exists(path) ? Files.readAllBytes(path) : null;
  }

  private static void assertNoTemporaryIn(Path directory) throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void change_withoutRoomForAName_failsWholeAndLeavesNothing() throws Exception {
    try (MountedDisk disk = MountedDisk.memory(parent, 1024, 10)) {
      Path file = Files.write(disk.root().resolve("file"), OLD);
      for (int i = 0; i < 8; i++) {
        Files.createFile(disk.root().resolve("name" + i));
      }
      FileCommitException failure =
          catchThrowableOfType(FileCommitException.class, () -> files.write(file, new byte[10]));
      assertThat(failure).hasMessageContaining("nothing was changed");
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_COMMITTED);
      assertThat(failure.path()).isEqualTo(file);
      assertThat(failure.step()).isEqualTo("create a temporary file");
      assertThat(file).hasBinaryContent(OLD);
    }
  }

  /** What is used most elsewhere says that all is well, and the old content is gone. */
  @ParameterizedTest
  @CsvSource({
    "MEMORY, write-file-atomic", "MEMORY, atomically",
    "EXT4, write-file-atomic", "EXT4, atomically"
  })
  void change_byAnotherWriter_losesTheOld(Disk kind, String npmPackage) throws Exception {
    NpmWriter writer = NpmWriter.assumeInstalled(npmPackage);
    int bytes = 80 * Ballast.PIECE_BYTES;
    Path content = Files.write(parent.resolve("content"), new byte[bytes]);
    try (MountedDisk disk = kind.mountIn(parent)) {
      Path file = disk.root().resolve("file");
      files.write(file, OLD);
      Ballast.fill(disk.root(), 70).giveBack(70);

      String said = writer.write(file, content);

      System.out.printf(
          "%s on %s: %s, %d of %d bytes%n", npmPackage, kind, said, Files.size(file), bytes);
      assertThat(said).isEqualTo("done");
      assertThat(Files.size(file)).isNotEqualTo(bytes).isNotEqualTo(OLD.length);
    }
  }

  /** The lock file was given all its blocks when it was made, so locks need none later. */
  @Test
  void locks_onAFullDisk_areGranted() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(parent, 16);
        LockManager locks = LockManager.open(disk.root().resolve(".holdfast"))) {
      Ballast.fill(disk.root(), 8).giveBack(8); // for what is small
      for (int i = 0; i < 1000; i++) {
        try (LockHandle handle = locks.acquire(LockRequest.exclusive("name:" + i))) {
          assertThat(handle.isHeld()).isTrue();
        }
      }
    }
  }
}
