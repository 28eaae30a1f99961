package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.snapshot.Changes;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.CrashState;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import dev.holdfast.testkit.crash.Recording;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a crash in a restore the tree is the old or the snapshot's: links, modes and all. Of what
 * is not durable before the commit there are too many states for this test: {@link
 * TransactionCrashTest} tries those of smaller transactions.
 */
class RestoreCrashTest {

  /** A choice, for each moment of the crash. */
  private static final int STATES = 100;

  private enum Mark {
    RESTORED
  }

  private static final Map<String, String> OLD =
      new TreeMap<>(
          Map.of(
              "changed", "rw------- now",
              "kind", "rwx------",
              "kind/inner", "rw------- x",
              "link", "-> kind",
              "more", "rw------- more"));

  private static final Map<String, String> NEW =
      new TreeMap<>(
          Map.of(
              "changed", "rw------- then",
              "kind", "rw-r----- file",
              "link", "-> changed",
              "lost", "rwxr-x---",
              "lost/f", "rw-rw---- f"));

  @Test
  void everyCrash_leavesTheOldTreeOrTheSnapshot() throws Exception {
    CrashReport report =
        recorded()
            .crashes()
            .recoveredBy(root -> TransactionRun.recover(root.resolve("tree")))
            .duringRecovery(0)
            .atMost(STATES)
            .check(RestoreCrashTest::oldOrNew);
    System.out.printf("%d states, %d left out%n", report.checked(), report.leftOut());
  }

  private static Recording recorded() throws Exception {
    try (LockManager locks = LockManager.inProcess()) {
      return CrashSimulator.of(PersistenceModel.strict().withEntryOrder(EntryOrder.BY_NAME))
          .startingWith(RestoreCrashTest::prepare)
          .run(
              (root, marks) -> {
                FileTree tree = FileTree.open(root.resolve("tree"), locks);
                Changes _ = Snapshots.of(tree).restore(root.resolve("copy"));
                marks.reached(Mark.RESTORED);
              });
    }
  }

  private static void oldOrNew(CrashState state) throws IOException {
    Path tree = state.root().resolve("tree");
    if (state.reached(Mark.RESTORED)) {
      assertThat(contents(tree)).isEqualTo(NEW);
    } else {
      assertThat(contents(tree)).isIn(OLD, NEW);
    }
    TransactionRun.assertClean(tree);
  }

  @Test
  void restore_whoseNthCallFails_isFinishedOrHasChangedNothing(@TempDir Path parent)
      throws Exception {
    for (Call call : Call.values()) {
      boolean more = true;
      for (int nth = 1; more; nth++) {
        Path root = Files.createDirectory(parent.toRealPath().resolve(call + "-" + nth));
        prepare(root);
        more = failsAt(call, nth, root);
      }
    }
  }

  private static boolean failsAt(Call call, int nth, Path root) throws Exception {
    HostileFileSystem disk = HostileFileSystem.over(root);
    boolean fails;
    try (LockManager locks = LockManager.inProcess()) {
      FileTree tree = FileTree.open(disk.root().resolve("tree"), locks);
      disk.failing(call, nth, "Input/output error");
      try {
        Changes _ = Snapshots.of(tree).restore(disk.root().resolve("copy"));
        fails = false;
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("Input/output error");
        fails = true;
      }
    }
    TransactionRun.recover(root.resolve("tree"));
    assertThat(contents(root.resolve("tree"))).as("%s %d", call, nth).isIn(OLD, NEW);
    assertThat(fails || contents(root.resolve("tree")).equals(NEW)).isTrue();
    return fails;
  }

  /** A tree that was changed after its snapshot. */
  private static void prepare(Path root) throws IOException, InterruptedException {
    Path tree = Files.createDirectory(root.resolve("tree"));
    write(tree.resolve("changed"), "then", "rw-------");
    write(tree.resolve("kind"), "file", "rw-r-----");
    link(tree.resolve("link"), "changed");
    Files.createDirectory(tree.resolve("lost"));
    write(tree.resolve("lost/f"), "f", "rw-rw----");
    setMode(tree.resolve("lost"), "rwxr-x---");
    try (LockManager locks = LockManager.inProcess()) {
      Snapshots.of(FileTree.open(tree, locks)).take(root.resolve("copy"), Copying.COPY);
    }
    write(tree.resolve("changed"), "now", "rw-------");
    Files.delete(tree.resolve("kind"));
    Files.createDirectory(tree.resolve("kind"));
    setMode(tree.resolve("kind"), "rwx------");
    write(tree.resolve("kind/inner"), "x", "rw-------");
    Files.delete(tree.resolve("link"));
    link(tree.resolve("link"), "kind");
    Files.delete(tree.resolve("lost/f"));
    Files.delete(tree.resolve("lost"));
    write(tree.resolve("more"), "more", "rw-------");
  }

  private static void write(Path path, String content, String mode) throws IOException {
    Files.writeString(path, content);
    setMode(path, mode);
  }

  private static void link(Path path, String target) throws IOException {
    Files.createSymbolicLink(path, path.getFileSystem().getPath(target));
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static SortedMap<String, String> contents(Path tree) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.toList()) {
        String name = tree.relativize(path).toString();
        if (name.isEmpty() || name.startsWith(".holdfast")) {
          continue;
        }
        if (Files.isSymbolicLink(path)) {
          found.put(name, "-> " + Files.readSymbolicLink(path));
          continue;
        }
        String mode =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        found.put(name, Files.isDirectory(path) ? mode : mode + " " + Files.readString(path));
      }
    }
    return found;
  }
}
