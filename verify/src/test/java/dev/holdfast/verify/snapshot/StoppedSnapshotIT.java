package dev.holdfast.verify.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.tx.FileTree;
import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without room to keep what is replaced, the snapshot is given up, and the writer does not lose.
 */
class StoppedSnapshotIT {

  private static final int FILES = 2000;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void sweeps_whileASnapshotIsTaken_leaveItAlone() throws Exception {
    try (MountedDisk disk = MountedDisk.memory(directory, 64 << 10, 2 * FILES + 100);
        LockManager locks = LockManager.open(directory.resolve("locks"))) {
      Path root = fillTree(disk);
      FileTree tree = FileTree.open(root, locks);
      try (ForkedJvm snapshotter = start(root)) {
        stopInTheMiddle(snapshotter, root);

        assertThat(tree.files().sweep(disk.root())).isZero();
        assertThat(tree.sweep()).isEmpty();
        tree.files().delete(root.resolve("f7"));
        assertThat(root.resolve(".holdfast-tree/snapshot")).exists();

        snapshotter.resume();
        assertThat(snapshotter.await("")).isEqualTo("taken");
      }
      assertThat(Snapshots.verify(disk.root().resolve("copy"))).isEmpty();
      assertThat(Numbered.number(disk.root().resolve("copy/f7"))).isEqualTo(7);
    }
  }

  private static Path fillTree(MountedDisk disk) throws IOException {
    Path root = Files.createDirectory(disk.root().resolve("tree")).toRealPath();
    for (int i = 0; i < FILES; i++) {
      Files.write(root.resolve("f" + i), Numbered.content(i));
    }
    return root;
  }

  /** Without room to keep what is replaced, the snapshot is given up, and the writer goes on. */
  @Test
  void commit_thatCannotKeepWhatItReplaces_succeeds_andTheSnapshotFails() throws Exception {
    // In memory each link counts as a name, and there can be so many of them.
    try (MountedDisk disk = MountedDisk.memory(directory, 64 << 10, 2 * FILES + 100);
        LockManager locks = LockManager.open(directory.resolve("locks"))) {
      Path root = fillTree(disk);
      FileTree tree = FileTree.open(root, locks);
      try (ForkedJvm snapshotter = start(root);
          ForkedJvm writer = start(root)) {
        stopInTheMiddle(snapshotter, root);
        // One name is left: for the temporary file, not for the link as well.
        List<Path> ballast = fill(disk.root());
        Files.delete(ballast.removeLast());

        writer.send("write f7 1007");
        assertThat(writer.await("")).isEqualTo("written");
        assertThat(Numbered.number(root.resolve("f7"))).isEqualTo(1007);

        for (Path each : ballast) {
          Files.delete(each);
        }
        snapshotter.resume();
        assertThat(snapshotter.await(""))
            .startsWith("not taken")
            .contains("could not keep what it replaced");
      }
      try (Stream<Path> left = Files.list(root.resolve(".holdfast-tree"))) {
        assertThat(left).isEmpty();
      }
      Path into = disk.root().resolve("next");
      assertThat(Snapshots.of(tree).take(into, Copying.COPY).files()).isEqualTo(FILES);
      assertThat(Numbered.number(into.resolve("f7"))).isEqualTo(1007);
    }
  }

  private ForkedJvm start(Path root) throws Exception {
    ForkedJvm process =
        ForkedJvm.of(SnapshotWorker.class).arguments(root, directory.resolve("locks")).start();
    process.await("ready");
    return process;
  }

  private static void stopInTheMiddle(ForkedJvm snapshotter, Path root)
      throws IOException, InterruptedException {
    Path area = root.resolve(".holdfast-tree/snapshot");
    snapshotter.send("take %s %s".formatted(root.resolveSibling("copy"), Copying.COPY));
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!isCopying(root.getParent()) && System.nanoTime() < deadline) {
      Thread.onSpinWait(); // the copy takes some hundred milliseconds only
    }
    snapshotter.stop();
    assertThat(area).as("was it stopped in time?").exists();
  }

  /** Is a file of the copy there? Then the instant is over, in which writers have to wait. */
  private static boolean isCopying(Path parent) throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(parent, ".holdfast-*.tmp")) {
      for (Path copy : copies) {
        try (DirectoryStream<Path> copied = Files.newDirectoryStream(copy, "f*")) {
          if (copied.iterator().hasNext()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static List<Path> fill(Path root) throws IOException {
    List<Path> ballast = new ArrayList<>();
    try {
      for (int i = 0; ; i++) {
        ballast.add(Files.createFile(root.resolve("ballast" + i)));
      }
    } catch (IOException full) {
      return ballast;
    }
  }
}
