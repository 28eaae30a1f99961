package dev.holdfast.verify.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.lock.LockManager;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import dev.holdfast.verify.host.Host;
import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions on disks that are full, and over two file systems. */
class TransactionDiskIT {

  @TempDir Path parent;
  private Path root;

  private final LockManager locks = LockManager.inProcess();

  @BeforeEach
  void realPath() throws IOException {
    root = parent.toRealPath();
  }

  private interface Changes {
    void make(FileTransaction change) throws IOException;
  }

  private static void refused(FileTree tree, String reason, Changes changes) {
    assertThatExceptionOfType(FileCommitException.class)
        .isThrownBy(
            () -> {
              try (FileTransaction change = tree.begin(List.of())) {
                changes.make(change);
                change.commit();
              }
            })
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED))
        .withMessageContaining(reason);
  }

  @Test
  void entries_onAnotherFileSystem_areRefusedBeforeAnythingIsChanged() throws Exception {
    Files.writeString(root.resolve("a"), "a");
    FileTree tree = FileTree.open(root, locks);
    try (MountedDisk disk = MountedDisk.memory(root, 1024, 100)) {
      Path there = disk.root().resolve("x");
      Files.writeString(there, "x");
      refused(tree, "another file system", change -> change.put(there, Content.text("X")));
      refused(
          tree,
          "another file system",
          change -> {
            change.delete(root.resolve("a"));
            change.delete(there);
          });
      refused(tree, "another file system", change -> change.move(there, root.resolve("y")));
      refused(tree, "another file system", change -> change.delete(disk.root()));
      assertThat(there).hasContent("x");
      assertThat(root.resolve("a")).hasContent("a");
    }
    TransactionKillIT.assertNothingIsLeft(root);
  }

  /** The JDK would not see it; the kernel does, if it gets the name as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "j\u00fcrgen"})
  void entries_behindAnotherMountOfTheSameFileSystem_areRefused(String name, @TempDir Path other)
      throws Exception {
    if (!Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name)) {
      Host.skip("file names are not in UTF-8 here: set LANG to C.UTF-8, for example");
    }
    Path root = Files.createDirectory(this.root.resolve(name));
    FileTree tree = FileTree.open(root, locks);
    try (MountedDisk again = MountedDisk.again(other, root)) {
      Path there = again.root().resolve("x");
      refused(tree, "another file system", change -> change.put(there, Content.text("X")));
      assertThat(there).doesNotExist();
    }
    TransactionKillIT.assertNothingIsLeft(root);
  }

  @Test
  void put_onAFullExt4_changesNothing_andLeavesNothing() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(root, 8)) {
      onAFullDisk(disk.root());
    }
  }

  @Test
  void put_onFullMemory_changesNothing_andLeavesNothing() throws Exception {
    try (MountedDisk disk = MountedDisk.memory(root, 8192, 100)) {
      onAFullDisk(disk.root());
    }
  }

  private void onAFullDisk(Path directory) throws Exception {
    Files.writeString(directory.resolve("a"), "a");
    FileTree tree = FileTree.open(directory, locks);
    refused(
        tree,
        "No space left on device",
        change -> {
          change.put(directory.resolve("a"), Content.text("A"));
          change.delete(directory.resolve("b"));
          for (int i = 0; i < 10; i++) {
            change.put(directory.resolve("big" + i), Content.of(new byte[1 << 20]));
          }
        });
    assertThat(directory.resolve("a")).hasContent("a");
    assertThat(directory.resolve("big0")).doesNotExist();
    TransactionKillIT.assertNothingIsLeft(directory);
    try (FileTransaction change = tree.begin(List.of())) {
      change.put(directory.resolve("a"), Content.text("A"));
      change.commit();
    }
    assertThat(directory.resolve("a")).hasContent("A");
  }
}
