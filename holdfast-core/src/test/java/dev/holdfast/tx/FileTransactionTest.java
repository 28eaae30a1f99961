package dev.holdfast.tx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileChangedException;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.FileMetrics;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.Outcome;
import dev.holdfast.file.VersionedContent;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileTransactionTest extends TreeFixture {

  private interface Changes {
    void make(FileTransaction change) throws IOException;
  }

  private void commit(Changes changes) throws Exception {
    try (FileTransaction change = tree.begin(List.of())) {
      changes.make(change);
      change.commit();
    }
  }

  private static long commits() {
    FileMetrics.Changes counted = FileMetrics.ofThisProcess().changes().get("commit");
    return counted == null ? 0 : counted.made().count();
  }

  @Test
  void putDeleteMove_takeEffectAtTheCommit() throws Exception {
    long commits = commits();
    SortedMap<String, String> before = contents();
    try (FileTransaction change = tree.begin(List.of())) {
      change.put(at("a"), Content.text("A"));
      change.put(at("new/deep/d"), Content.text("D"));
      change.move(at("b"), at("new/b"));
      change.delete(at("dir"));
      assertThat(contents()).isEqualTo(before);
      change.commit();
    }
    assertThat(commits()).isEqualTo(commits + 1);
    assertThat(contents()).isEqualTo(Map.of("a", "A", "new/deep/d", "D", "new/b", "b"));
    assertThat(at("dir")).doesNotExist();
  }

  @Test
  void close_withoutCommit_leavesNoTrace() throws Exception {
    SortedMap<String, String> before = contents();
    try (FileTransaction change = tree.begin(List.of())) {
      change.put(at("new/deep/d"), Content.text("D"));
      change.delete(at("a"));
    }
    assertThat(contents()).isEqualTo(before);
    assertThat(at("new")).doesNotExist();
  }

  @Test
  void commit_ofNothing_doesNothing() throws Exception {
    SortedMap<String, String> before = contents();
    commit(change -> {});
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void put_again_replacesTheFirst() throws Exception {
    commit(
        change -> {
          change.put(at("a"), Content.text("one"));
          change.put(at("a"), Content.text("two"));
        });
    assertThat(contents()).containsEntry("a", "two");
  }

  @Test
  void put_keepsTheMode_andANewFileIsForItsOwnerOnly() throws Exception {
    Files.setPosixFilePermissions(at("a"), PosixFilePermissions.fromString("rw-r-x--x"));
    commit(
        change -> {
          change.put(at("a"), Content.text("A"));
          change.put(at("sub/n"), Content.text("N"));
        });
    assertThat(mode("a")).isEqualTo("rw-r-x--x");
    assertThat(mode("sub/n")).isEqualTo("rw-------");
    assertThat(mode("sub")).isEqualTo("rwx------");
    assertThat(mode(".holdfast-tree")).isEqualTo("rwx------");
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(at(name)));
  }

  @Test
  void move_canSwap() throws Exception {
    commit(
        change -> {
          change.move(at("a"), at("b"));
          change.move(at("b"), at("a"));
        });
    assertThat(contents()).containsEntry("a", "b").containsEntry("b", "a");
  }

  @Test
  void move_toWhatIsDeletedOrMovedAway_inAnyOrder() throws Exception {
    commit(
        change -> {
          change.move(at("a"), at("b"));
          change.move(at("b"), at("dir"));
          change.delete(at("dir"));
        });
    assertThat(contents()).isEqualTo(Map.of("b", "a", "dir", "b"));
  }

  @Test
  void move_ofADirectory_takesAllWithIt() throws Exception {
    commit(change -> change.move(at("dir"), at("x/y")));
    assertThat(contents()).containsEntry("x/y/c", "dir/c").doesNotContainKey("dir/c");
  }

  @Test
  void move_ofWhatIsMissing_changesNothing() throws Exception {
    SortedMap<String, String> before = contents();
    assertThatThrownBy(
            () ->
                commit(
                    change -> {
                      change.put(at("a"), Content.text("A"));
                      change.move(at("missing"), at("m"));
                    }))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void move_toATakenName_changesNothing() throws Exception {
    SortedMap<String, String> before = contents();
    assertThatThrownBy(() -> commit(change -> change.move(at("a"), at("b"))))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void symbolicLinks_areReplacedMovedAndDeletedThemselves_andNotFollowed() throws Exception {
    for (String name : List.of("l1", "l2", "l3")) {
      Files.createSymbolicLink(at(name), Path.of("a"));
    }
    Files.createSymbolicLink(at("linked"), Path.of("dir"));
    commit(
        change -> {
          change.put(at("l1"), Content.text("L"));
          change.move(at("l2"), at("moved"));
          change.delete(at("l3"));
        });
    assertThat(Files.readString(at("a"))).isEqualTo("a");
    assertThat(Files.isSymbolicLink(at("l1"))).isFalse();
    assertThat(Files.readSymbolicLink(at("moved"))).isEqualTo(Path.of("a"));
    assertThat(Files.exists(at("l3"), LinkOption.NOFOLLOW_LINKS)).isFalse();

    assertThatThrownBy(() -> commit(change -> change.put(at("linked/x"), Content.text("X"))))
        .isInstanceOf(FileCommitException.class)
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> commit(change -> change.delete(at("linked/c"))))
        .isInstanceOf(FileCommitException.class)
        .hasMessageContaining("symbolic link");
    assertThat(at("dir/c")).exists();
  }

  @Test
  void aDirectoryThatBecomesALink_beforeTheCommit_isRefused() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    try (FileTransaction change = tree.begin(List.of())) {
      change.put(at("dir/x"), Content.text("X"));
      Files.move(at("dir"), at("dir2"));
      Files.createSymbolicLink(at("dir"), outside);
      assertThatThrownBy(change::commit)
          .isInstanceOf(FileCommitException.class)
          .hasMessageContaining("symbolic link");
    }
    assertThat(outside).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../x", "", ".", "dir/../x", ".holdfast-tree/commit", "x/.holdfast-1.tmp"})
  void paths_thatAreNotPartOfTheTree_areRefused(String name) throws Exception {
    try (FileTransaction change = tree.begin(List.of())) {
      assertThatThrownBy(() -> change.put(at(name), Content.text("")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> change.delete(at(name)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> change.move(at("a"), at(name)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPath_throughAnotherNameOfTheRoot_isInTheTree(
      @org.junit.jupiter.api.io.TempDir Path elsewhere) throws Exception {
    Path alias = Files.createSymbolicLink(elsewhere.resolve("alias"), root);
    commit(change -> change.put(alias.resolve("dir/x"), Content.text("X")));
    assertThat(contents()).containsEntry("dir/x", "X");
  }

  @Test
  void aPath_thatTakesPartAlready_isRefused() throws Exception {
    try (FileTransaction change = tree.begin(List.of())) {
      change.put(at("a"), Content.text("A"));
      change.delete(at("b"));
      change.move(at("dir"), at("other"));
      for (String name : List.of("a", "b", "dir", "dir/c", "other/x")) {
        assertThatThrownBy(() -> change.delete(at(name)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("takes part in the transaction already");
      }
      assertThatThrownBy(() -> change.put(at("other"), Content.text("")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> change.move(at("x"), at("a")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> change.move(at("x"), at("x/y")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void put_whereTheTransactionTakesSomethingAway_isANewFile() throws Exception {
    Files.setPosixFilePermissions(at("a"), PosixFilePermissions.fromString("rw-r-x--x"));
    commit(
        change -> {
          change.delete(at("dir"));
          change.put(at("dir"), Content.text("D"));
          change.move(at("a"), at("old"));
          change.createNew(at("a"), Content.text("A"));
          change.put(at("a"), Content.text("AA"));
          assertThatThrownBy(() -> change.delete(at("a")))
              .isInstanceOf(IllegalArgumentException.class);
        });
    assertThat(contents()).isEqualTo(Map.of("dir", "D", "old", "a", "a", "AA", "b", "b"));
    assertThat(mode("a")).isEqualTo("rw-------");
    assertThat(mode("old")).isEqualTo("rw-r-x--x");
  }

  @Test
  void createDirectory_andCreateSymbolicLink_makeThem() throws Exception {
    commit(
        change -> {
          change.createDirectory(at("e1"));
          change.createDirectory(at("x/e2"), PosixFilePermissions.fromString("r-xr-x---"));
          change.createSymbolicLink(at("l1"), Path.of("../nowhere"));
          change.createSymbolicLink(at("y/l2"), at("a"));
        });
    assertThat(at("e1")).isEmptyDirectory();
    assertThat(at("x/e2")).isEmptyDirectory();
    assertThat(mode("e1")).isEqualTo("rwx------");
    assertThat(mode("x/e2")).as("its owner may do everything").isEqualTo("rwxr-x---");
    assertThat(Files.readSymbolicLink(at("l1"))).isEqualTo(Path.of("../nowhere"));
    assertThat(Files.readSymbolicLink(at("y/l2"))).isEqualTo(at("a"));
  }

  @Test
  void createDirectory_canBeFilled_inTheSameTransaction() throws Exception {
    commit(
        change -> {
          change.createDirectory(at("d"), PosixFilePermissions.fromString("rwxr-xr-x"));
          change.put(at("d/x/f"), Content.text("F"));
          change.createDirectory(at("d/y/e"));
          change.createNew(at("d/y/e/f"), Content.text("E"));
          change.putIf(at("d/n"), FileVersion.ABSENT, Content.text("N"));
          change.createSymbolicLink(at("d/l"), Path.of("n"));
          change.move(at("a"), at("d/a"));
          change.put(at("z/f"), Content.text("Z"));
          change.createDirectory(at("z"), PosixFilePermissions.fromString("rwxr-xr-x"));
        });
    assertThat(contents())
        .isEqualTo(
            Map.of(
                "d/x/f", "F", "d/y/e/f", "E", "d/n", "N", "d/l", "N", "d/a", "a", "b", "b", "z/f",
                "Z", "dir/c", "dir/c"));
    assertThat(mode("d")).isEqualTo("rwxr-xr-x");
    assertThat(mode("d/x")).isEqualTo("rwx------");
    assertThat(mode("z")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aFileBecomesADirectory_andADirectoryAFileOrALink() throws Exception {
    Files.createDirectory(at("dir2"));
    Files.writeString(at("dir2/c"), "old");
    Files.writeString(at("dir2/d"), "old");
    commit(
        change -> {
          change.delete(at("a"));
          change.createDirectory(at("a"));
          change.put(at("a/f"), Content.text("F"));
          change.delete(at("dir"));
          change.createNew(at("dir"), Content.text("D"));
          change.move(at("b"), at("b2"));
          change.createSymbolicLink(at("b"), Path.of("b2"));
          change.delete(at("dir2"));
          change.createDirectory(at("dir2"));
          change.createNew(at("dir2/c"), Content.text("C"));
        });
    assertThat(contents())
        .isEqualTo(Map.of("a/f", "F", "dir", "D", "b", "b", "b2", "b", "dir2/c", "C"));
    assertThat(Files.isSymbolicLink(at("b"))).isTrue();
  }

  @Test
  void createDirectory_andCreateSymbolicLink_whereSomethingIs_changeNothing() throws Exception {
    SortedMap<String, String> before = contents();
    for (String name : List.of("b", "dir")) {
      for (Changes create :
          List.<Changes>of(
              change -> change.createDirectory(at(name)),
              change -> change.createSymbolicLink(at(name), Path.of("a")))) {
        assertThatThrownBy(
                () ->
                    commit(
                        change -> {
                          change.put(at("a"), Content.text("A"));
                          create.make(change);
                        }))
            .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(contents()).isEqualTo(before);
      }
    }
  }

  @Test
  void pathsInADirectoryThatIsCreated_areOnlyFilled() throws Exception {
    try (FileTransaction change = tree.begin(List.of())) {
      change.createDirectory(at("d"));
      change.move(at("dir/c"), at("c"));
      change.put(at("d/f"), Content.text("F"));
      change.createSymbolicLink(at("l"), Path.of("a"));
      for (Changes refused :
          List.<Changes>of(
              with -> with.delete(at("d/x")),
              with -> with.move(at("d/x"), at("x")),
              with -> with.delete(at("d")),
              with -> with.put(at("d"), Content.text("")),
              with -> with.createDirectory(at("d")),
              with -> with.createDirectory(at("d/f")),
              with -> with.put(at("d/f/g"), Content.text("")),
              with -> with.put(at("l"), Content.text("")),
              with -> with.put(at("l/x"), Content.text("")),
              with -> with.createDirectory(at("dir")),
              with -> with.delete(at("dir")))) {
        assertThatThrownBy(() -> refused.make(change))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("takes part in the transaction already");
      }
    }
  }

  @Test
  void put_overADirectory_changesNothing() throws Exception {
    assertThatThrownBy(() -> commit(change -> change.put(at("dir"), Content.text(""))))
        .isInstanceOfSatisfying(
            FileCommitException.class,
            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED))
        .hasMessageContaining("is a directory");
    assertThat(at("dir/c")).exists();
  }

  @Test
  void put_belowAFile_orWithATooLongName_changesNothing() throws Exception {
    for (String name : List.of("a/x", "x".repeat(300), "new/" + "x".repeat(300) + "/y")) {
      assertThatThrownBy(() -> commit(change -> change.put(at(name), Content.text(""))))
          .isInstanceOfSatisfying(
              FileCommitException.class,
              e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
    }
    assertThat(at("new")).doesNotExist();
  }

  @Test
  void createNew_makesAFile_ofTheModeAskedFor() throws Exception {
    commit(
        change -> {
          change.createNew(at("n"), Content.text("N"));
          change.createNew(
              at("sub/m"), Content.text("M"), PosixFilePermissions.fromString("rw-r--r--"));
          change.put(at("p"), Content.text("P"), PosixFilePermissions.fromString("rw-rw-r--"));
          change.put(at("a"), Content.text("A"), PosixFilePermissions.fromString("rwxrwxrwx"));
        });
    assertThat(contents()).containsEntry("n", "N").containsEntry("sub/m", "M");
    assertThat(mode("n")).isEqualTo("rw-------");
    assertThat(mode("sub/m")).isEqualTo("rw-r--r--");
    assertThat(mode("p")).isEqualTo("rw-rw-r--");
    assertThat(mode("a")).isNotEqualTo("rwxrwxrwx");
  }

  @Test
  void createNew_whereSomethingIsAtTheCommit_changesNothing() throws Exception {
    Files.createSymbolicLink(at("dangling"), Path.of("nowhere"));
    for (String name : List.of("b", "dangling", "dir", "late")) {
      try (FileTransaction change = tree.begin(List.of())) {
        change.put(at("a"), Content.text("A"));
        change.createNew(at(name), Content.text("N"));
        if (name.equals("late")) {
          Files.writeString(at(name), "late");
        }
        assertThatThrownBy(change::commit)
            .isInstanceOf(FileAlreadyExistsException.class)
            .hasMessageContaining(at(name).toString());
      }
    }
    assertThat(contents()).isEqualTo(Map.of("a", "a", "b", "b", "dir/c", "dir/c", "late", "late"));
    assertThat(Files.isSymbolicLink(at("dangling"))).isTrue();
  }

  @Test
  void put_afterCreateNewOrPutIf_replacesTheConditionToo() throws Exception {
    commit(
        change -> {
          change.createNew(at("a"), Content.text("one"));
          change.put(at("a"), Content.text("two"));
          change.putIf(at("b"), FileVersion.ABSENT, Content.text("one"));
          change.put(at("b"), Content.text("two"));
        });
    assertThat(contents()).containsEntry("a", "two").containsEntry("b", "two");
  }

  @Test
  void putIf_andDeleteIf_ofTheVersionThatIsThere() throws Exception {
    commit(
        change -> {
          change.putIf(at("a"), tree.files().version(at("a")), Content.text("A"));
          change.putIf(at("sub/n"), FileVersion.ABSENT, Content.text("N"));
          change.deleteIf(at("b"), tree.files().version(at("b")));
          change.deleteIf(at("missing"), FileVersion.ABSENT);
        });
    assertThat(contents()).isEqualTo(Map.of("a", "A", "sub/n", "N", "dir/c", "dir/c"));
  }

  /** The version is that at the commit, whatever it was when the transaction began. */
  @Test
  void putIf_andDeleteIf_ofAnotherVersion_changeNothing() throws Exception {
    FileVersion old = tree.files().version(at("a"));
    for (Changes conditional :
        List.<Changes>of(
            change -> change.putIf(at("a"), old, Content.text("A")),
            change -> change.putIf(at("a"), FileVersion.ABSENT, Content.text("A")),
            change -> change.putIf(at("gone"), old, Content.text("A")),
            change -> change.deleteIf(at("a"), old),
            change -> {
              change.deleteIf(at("a"), old);
              change.move(at("dir/c"), at("a"));
            })) {
      tree.files().write(at("a"), "a".getBytes(UTF_8));
      try (FileTransaction change = tree.begin(List.of())) {
        change.put(at("b"), Content.text("B"));
        conditional.make(change);
        tree.files().write(at("a"), "later".getBytes(UTF_8));
        assertThatThrownBy(change::commit)
            .isInstanceOf(FileChangedException.class)
            .hasMessageContaining("nothing was written");
      }
      assertThat(contents()).isEqualTo(Map.of("a", "later", "b", "b", "dir/c", "dir/c"));
    }
  }

  /** Without any lock of their own. */
  @Test
  void putIf_ofThreadsThatRace_losesNoChange() throws Exception {
    Files.writeString(at("a"), "0");
    Files.writeString(at("b"), "0");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(
            threads.submit(
                () -> {
                  while (!incremented()) {
                    // somebody else was faster
                  }
                  return true;
                }));
      }
      for (Future<?> each : all) {
        assertThat(each.get()).isEqualTo(true);
      }
    }
    assertThat(contents()).containsEntry("a", "40").containsEntry("b", "40");
  }

  private boolean incremented() throws Exception {
    try (FileTransaction change = tree.begin(List.of())) {
      for (String name : List.of("a", "b")) {
        VersionedContent read = tree.files().readWithVersion(at(name));
        int next = Integer.parseInt(new String(read.content(), UTF_8)) + 1;
        change.putIf(at(name), read.version(), Content.text(Integer.toString(next)));
      }
      change.commit();
      return true;
    } catch (FileChangedException e) {
      return false;
    }
  }

  @Test
  void putIf_whereNoFileIs_changesNothing() throws Exception {
    Files.createSymbolicLink(at("link"), Path.of("a"));
    for (String name : List.of("link", "dir")) {
      assertThatThrownBy(
              () ->
                  commit(
                      change ->
                          change.putIf(at(name), tree.files().version(at("a")), Content.text("A"))))
          .isInstanceOfSatisfying(
              FileCommitException.class,
              e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
    }
    assertThat(Files.isSymbolicLink(at("link"))).isTrue();
  }

  @Test
  void put_ofContentThatFails_leavesTheTransactionUsable() throws Exception {
    commit(
        change -> {
          assertThatThrownBy(
                  () ->
                      change.put(
                          at("a"),
                          out -> {
                            out.write(new byte[100_000]);
                            throw new IOException("no more");
                          }))
              .isInstanceOf(FileCommitException.class)
              .hasMessageContaining("no more")
              .hasMessageContaining(at("a").toString());
          change.delete(at("a"));
        });
    assertThat(contents()).doesNotContainKey("a");
  }

  @Test
  void commit_withAHandleThatIsNotHeld_changesNothing() throws Exception {
    SortedMap<String, String> before = contents();
    LockHandle handle = tree.acquire(LockRequest.exclusive("x"));
    try (LockHandle held = tree.acquire(LockRequest.exclusive("y"));
        FileTransaction change = tree.begin(List.of(held, handle))) {
      change.delete(at("a"));
      handle.close();
      assertThatThrownBy(change::commit).isInstanceOf(LockNotHeldException.class);
      held.close();
      assertThat(locks.tryAcquire(LockRequest.exclusive("y"))).isPresent();
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void commit_withThousandsOfHandles_runsWhileAllAreHeld() throws Exception {
    List<LockRequest> requests =
        IntStream.range(0, 3000).mapToObj(n -> LockRequest.exclusive("name:" + n)).toList();
    try (LockHandles handles = tree.acquireAll(requests);
        FileTransaction change = tree.begin(handles.all())) {
      change.delete(at("a"));
      change.commit();
    }
    assertThat(at("a")).doesNotExist();
  }

  @Test
  void afterTheEnd_everythingIsRefused() throws Exception {
    FileTransaction change = tree.begin(List.of());
    change.commit();
    assertThatThrownBy(change::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> change.delete(at("a"))).isInstanceOf(IllegalStateException.class);
    change.close();
    change.close();
    assertThatThrownBy(() -> change.put(at("a"), Content.text("")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void interrupt_beforeTheCommit_changesNothing() throws Exception {
    SortedMap<String, String> before = contents();
    try (FileTransaction change = tree.begin(List.of())) {
      change.delete(at("a"));
      Thread.currentThread().interrupt();
      assertThatThrownBy(change::commit)
          .isInstanceOfAny(InterruptedException.class, FileCommitException.class);
      boolean _ = Thread.interrupted();
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void manyFiles_inManyDirectories() throws Exception {
    List<String> names = new ArrayList<>();
    commit(
        change -> {
          for (int i = 0; i < 300; i++) {
            String name = "many/%d/%d.md".formatted(i % 7, i);
            names.add(name);
            change.put(at(name), Content.text(name));
          }
        });
    SortedMap<String, String> found = contents();
    for (String name : names) {
      assertThat(found).containsEntry(name, name);
    }
  }

  @Test
  void names_thatAreOdd_survive() throws Exception {
    List<String> names =
        List.of("line\nbreak", "a b", "100%41", "日本語", "é\u0301", "🎭", "\\", "\u2028");
    commit(
        change -> {
          for (String name : names) {
            change.put(at("odd/" + name), Content.text(name));
          }
        });
    for (String name : names) {
      assertThat(Files.readString(at("odd").resolve(name))).isEqualTo(name);
    }
  }
}
