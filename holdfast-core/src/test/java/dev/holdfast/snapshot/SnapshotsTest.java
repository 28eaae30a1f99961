package dev.holdfast.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.snapshot.Damage.Kind;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class SnapshotsTest {

  @TempDir Path directory;

  private final LockManager locks = LockManager.inProcess();
  private Path root;
  private Path into;
  private FileTree tree;
  private Snapshots snapshots;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(directory.resolve("tree")).toRealPath();
    into = root.resolveSibling("copy");
    tree = FileTree.open(root, locks);
    snapshots = Snapshots.of(tree);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.map(Path::toString))
          .noneMatch(path -> path.endsWith(".tmp") || path.contains(".holdfast-tree/snapshot"));
    }
    locks.close();
  }

  private Path write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    tree.files().createDirectories(file.getParent());
    tree.files().write(file, content.getBytes(UTF_8));
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void snapshot_hasAllOfTheTree(Copying copying) throws Exception {
    String longest = "n".repeat(255);
    write("a.md", "one");
    write("d/e/f.md", "two");
    write("d/" + longest, "three");
    write("odd/with\nnewline \\ 日本語 😀", "four");
    Files.createDirectories(root.resolve("empty/inner"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("d/e"));
    Files.createSymbolicLink(root.resolve("broken"), Path.of("/nowhere"));
    Files.writeString(root.resolve(".holdfast-own"), "not part of it");
    Files.setPosixFilePermissions(
        root.resolve("a.md"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setPosixFilePermissions(root.resolve("d"), PosixFilePermissions.fromString("rwxr-x--x"));
    FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z"));
    Files.setLastModifiedTime(root.resolve("a.md"), time);

    Snapshot snapshot = snapshots.take(into, copying);

    assertThat(snapshot)
        .isEqualTo(new Snapshot(into, snapshot.taken(), 4, "onetwothreefour".length(), 5, 2));
    assertThat(into.resolve("a.md")).hasContent("one");
    assertThat(into.resolve("d/e/f.md")).hasContent("two");
    assertThat(into.resolve("d/" + longest)).hasContent("three");
    assertThat(into.resolve("odd/with\nnewline \\ 日本語 😀")).hasContent("four");
    assertThat(into.resolve("empty/inner")).isEmptyDirectory();
    assertThat(Files.readSymbolicLink(into.resolve("link"))).isEqualTo(Path.of("d/e"));
    assertThat(Files.readSymbolicLink(into.resolve("broken"))).isEqualTo(Path.of("/nowhere"));
    assertThat(into.resolve(".holdfast-own")).doesNotExist();
    assertThat(mode(into.resolve("a.md"))).isEqualTo("rwxr-x--x");
    assertThat(mode(into.resolve("d"))).isEqualTo("rwxr-x--x");
    assertThat(Files.getLastModifiedTime(into.resolve("a.md"))).isEqualTo(time);
    assertThat(isSameFile("a.md")).isEqualTo(copying == Copying.LINK);
    assertThat(Snapshots.verify(into)).isEmpty();
  }

  private boolean isSameFile(String path) throws IOException {
    return Files.isSameFile(root.resolve(path), into.resolve(path));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void snapshot_ofAnEmptyTree_isEmpty() throws Exception {
    Snapshot snapshot = snapshots.take(into, Copying.COPY);
    assertThat(snapshot).isEqualTo(new Snapshot(into, snapshot.taken(), 0, 0, 0, 0));
    assertThat(Snapshots.verify(into)).isEmpty();
  }

  @Test
  void snapshot_staysWhatItIs_whenTheTreeChanges() throws Exception {
    Path file = write("a.md", "one");
    snapshots.take(into, Copying.LINK);
    tree.files().write(file, "two".getBytes(UTF_8));
    assertThat(into.resolve("a.md")).hasContent("one");
    assertThat(Snapshots.verify(into)).isEmpty();
  }

  @Test
  void snapshot_intoWhatExists_isRefused_andNothingIsChanged() throws Exception {
    write("a.md", "one");
    Files.createDirectory(into);
    assertThatThrownBy(() -> snapshots.take(into, Copying.COPY))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void snapshot_withoutADirectoryToPutItIn_isRefused() {
    assertThatThrownBy(() -> snapshots.take(directory.resolve("no/copy"), Copying.COPY))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no such directory");
  }

  @Test
  void snapshot_intoTheTreeItself_isRefused_unlessUnderAReservedName() throws Exception {
    write("a.md", "one");
    assertThatThrownBy(() -> snapshots.take(root.resolve("copy"), Copying.COPY))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("cannot be part of the tree");
    Path backups = Files.createDirectory(root.resolve(".holdfast-backups"));
    snapshots.take(backups.resolve("1"), Copying.COPY);
    assertThat(snapshots.take(backups.resolve("2"), Copying.COPY).files()).isEqualTo(1);
  }

  @Test
  void take_whenInterrupted_leavesNothing() throws Exception {
    write("a.md", "one");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> snapshots.take(into, Copying.COPY))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(into).doesNotExist();
  }

  @Test
  void name_thatIsNoText_isNamed() throws Exception {
    makeWithNameThatIsNoText("touch");
    assertThatThrownBy(() -> snapshots.take(into, Copying.COPY))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is no valid text");
    assertThat(into).doesNotExist();
  }

  @Test
  void nameThatIsNoText_ofWhatIsNoPartOfASnapshot_isPassedOver() throws Exception {
    makeWithNameThatIsNoText("mkfifo");

    assertThat(snapshots.take(into, Copying.COPY).files()).isZero();
  }

  private void makeWithNameThatIsNoText(String program) throws Exception {
    String script = "\"$1\" \"$2/$(printf 'a\\377b')\"";
    Process process =
        new ProcessBuilder("sh", "-c", script, "sh", program, root.toString()).start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void verify_isNotInterruptible() throws Exception {
    Files.writeString(root.resolve("a"), "a");
    Snapshot _ = snapshots.take(into, Copying.COPY);
    Thread.currentThread().interrupt();
    try {
      assertThat(Snapshots.verify(into)).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void verify_tellsWhatIsMissingChangedAndExtra() throws Exception {
    for (String path : List.of("a", "b", "c", "d/e", "f")) {
      write(path, path);
    }
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
    snapshots.take(into, Copying.COPY);

    Files.delete(into.resolve("a"));
    Files.writeString(into.resolve("b"), "B");
    Files.writeString(into.resolve("new"), "");
    Files.delete(into.resolve("f"));
    Files.createDirectories(into.resolve("f/inner"));
    Files.delete(into.resolve("link"));
    Files.createSymbolicLink(into.resolve("link"), Path.of("b"));

    assertThat(Snapshots.verify(into))
        .containsExactlyInAnyOrder(
            new Damage(Path.of("a"), Kind.MISSING),
            new Damage(Path.of("b"), Kind.CHANGED),
            new Damage(Path.of("f"), Kind.MISSING),
            new Damage(Path.of("f"), Kind.EXTRA),
            new Damage(Path.of("f/inner"), Kind.EXTRA),
            new Damage(Path.of("link"), Kind.CHANGED),
            new Damage(Path.of("new"), Kind.EXTRA));
  }

  /** A directory of the snapshot that has become a link is not followed. */
  @Test
  void verify_doesNotLeaveTheSnapshot() throws Exception {
    write("d/e", "one");
    snapshots.take(into, Copying.COPY);
    Files.move(into.resolve("d"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(into.resolve("d"), directory.resolve("elsewhere"));
    assertThat(Snapshots.verify(into))
        .containsExactly(
            new Damage(Path.of("d"), Kind.MISSING),
            new Damage(Path.of("d"), Kind.EXTRA),
            new Damage(Path.of("d/e"), Kind.MISSING));
  }

  @Test
  void manifest_isWhatSha256sumChecks() throws Exception {
    write("a.md", "one");
    write("odd/with\nnewline\r \\ 日本語", "two");
    Files.createDirectory(root.resolve("empty"));
    snapshots.take(into, Copying.COPY);
    Process process =
        new ProcessBuilder("sha256sum", "--strict", "-c", Manifest.NAME)
            .directory(into.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("a.md: OK");
  }

  @Test
  void restore_makesTheTreeWhatTheSnapshotIs() throws Exception {
    for (String path : List.of("same", "changed", "gone", "d/e/gone", "file")) {
      write(path, path);
    }
    write("directory/inner", "x");
    Files.createDirectories(root.resolve("empty/inner"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("same"));
    Files.createSymbolicLink(root.resolve("lost"), Path.of("same"));
    Files.createSymbolicLink(root.resolve("linked"), Path.of("same"));
    Files.setPosixFilePermissions(
        root.resolve("d/e/gone"), PosixFilePermissions.fromString("rw-r--r--"));
    setMode("d/e", "rwxr-x---");
    setMode("directory", "rwxrwxr-x");
    setMode("file", "r--r-----");
    Snapshot snapshot = snapshots.take(into, Copying.COPY);

    write("changed", "longer");
    setMode("changed", "rw-rw-rw-");
    tree.files().delete(root.resolve("gone"));
    delete("d");
    write("new", "new");
    write("newer/inner", "new");
    Files.delete(root.resolve("link"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("changed"));
    Files.delete(root.resolve("lost"));
    Files.delete(root.resolve("linked"));
    write("linked", "a file");
    delete("empty");
    // What was a file is a directory, and the other way round.
    Files.delete(root.resolve("file"));
    write("file/inner", "y");
    delete("directory");
    write("directory", "z");

    Changes expected =
        new Changes(
            paths(
                "d", "d/e", "d/e/gone", "directory/inner", "empty", "empty/inner", "gone", "lost"),
            paths("changed", "directory", "file", "link", "linked"),
            paths("new", "newer"),
            1);
    assertThat(snapshots.preview(into)).isEqualTo(expected);
    assertThat(root.resolve("changed")).hasContent("longer");

    assertThat(snapshots.restore(into)).isEqualTo(expected);
    assertThat(snapshots.preview(into)).isEqualTo(new Changes(List.of(), List.of(), List.of(), 9));
    assertThat(mode(root.resolve("d/e/gone"))).isEqualTo("rw-r--r--");
    assertThat(mode(root.resolve("d/e"))).isEqualTo("rwxr-x---");
    assertThat(mode(root.resolve("directory"))).isEqualTo("rwxrwxr-x");
    assertThat(mode(root.resolve("file"))).isEqualTo("r--r-----");
    assertThat(mode(root.resolve("changed"))).as("it was there").isEqualTo("rw-rw-rw-");
    Snapshot again = snapshots.take(root.resolveSibling("again"), Copying.COPY);
    assertThat(again.files()).isEqualTo(snapshot.files());
    assertThat(manifestOf(again.directory())).isEqualTo(manifestOf(into));
  }

  private void setMode(String path, String mode) throws IOException {
    Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString(mode));
  }

  private void delete(String path) throws Exception {
    try (FileTransaction transaction = tree.begin(List.of())) {
      transaction.delete(root.resolve(path));
      transaction.commit();
    }
  }

  private static List<Path> paths(String... paths) {
    return Stream.of(paths).map(Path::of).toList();
  }

  /** But for the time. */
  private static List<String> manifestOf(Path snapshot) throws IOException {
    return Files.readAllLines(snapshot.resolve(Manifest.NAME)).stream()
        .filter(line -> !line.startsWith("# taken") && !line.startsWith("# sha256"))
        .toList();
  }

  @Test
  void restore_ofADamagedSnapshot_isRefused_andNothingIsChanged() throws Exception {
    write("a", "one");
    write("b", "one");
    snapshots.take(into, Copying.COPY);
    write("a", "two");
    Files.writeString(into.resolve("b"), "damaged");

    assertThatThrownBy(() -> snapshots.restore(into))
        .isInstanceOfSatisfying(
            DamagedSnapshotException.class,
            e -> assertThat(e.damages()).containsExactly(new Damage(Path.of("b"), Kind.CHANGED)))
        .hasMessageContaining("b has changed")
        .hasMessageContaining("nothing was restored");
    assertThat(root.resolve("a")).hasContent("two");
  }

  @Test
  void restore_ofWhatIsNoSnapshot_isRefused() throws Exception {
    write("a", "one");
    Files.createDirectory(into);
    assertThatThrownBy(() -> snapshots.restore(into)).isInstanceOf(ManifestException.class);
    assertThat(root.resolve("a")).hasContent("one");
  }

  /**
   * Else a commit that looked for an area before the instant could take effect after it: half of a
   * transaction would be kept.
   */
  @Test
  void instant_isNotInTheMiddleOfACommit() throws Exception {
    write("a", "one");
    Path area = root.resolve(".holdfast-tree/snapshot");
    CompletableFuture<Snapshot> taken = new CompletableFuture<>();
    try (LockHandle _ = locks.acquire(LockRequest.shared("tree:" + root))) { // as a commit does
      takeInBackground(taken);
      awaitWaiterFor("tree:");
      assertThat(area).doesNotExist();
      assertThat(taken).isNotDone();
    }
    assertThat(taken.get().files()).isEqualTo(1);
  }

  @Test
  void snapshots_ofOneTree_waitForEachOther() throws Exception {
    write("a", "one");
    CompletableFuture<Snapshot> taken = new CompletableFuture<>();
    try (LockHandle _ = locks.acquire(LockRequest.exclusive("snapshot:" + root))) {
      takeInBackground(taken);
      awaitWaiterFor("snapshot:");
      assertThat(taken).isNotDone();
    }
    assertThat(taken.get().files()).isEqualTo(1);
  }

  private void takeInBackground(CompletableFuture<Snapshot> taken) {
    Thread _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    taken.complete(snapshots.take(into, Copying.COPY));
                  } catch (Exception e) {
                    taken.completeExceptionally(e);
                  }
                });
  }

  private void awaitWaiterFor(String kind) {
    await()
        .until(
            () ->
                locks.inspect().stream()
                    .anyMatch(
                        each -> each.resource().startsWith(kind) && !each.waiters().isEmpty()));
  }
}
