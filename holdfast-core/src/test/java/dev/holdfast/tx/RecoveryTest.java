package dev.holdfast.tx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.FileMetrics;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.Outcome;
import dev.holdfast.internal.tree.Deletion;
import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.internal.tree.SnapshotArea;
import dev.holdfast.internal.tree.SnapshotArea.Kept;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RecoveryTest extends TreeFixture {

  private static final Map<String, String> AFTER =
      Map.of("a", "A", "new/n", "N", "x", "b", "dir/c", "dir/c");

  private boolean damaged;

  @Override
  boolean expectsCleanJournal() {
    return !damaged;
  }

  private Path die() throws IOException {
    return commitAndDie(
        putOf(0, "a", "A"), putOf(1, "new/n", "N"), new Entry.Move(2, at("b"), at("x")));
  }

  @Test
  void open_finishesIt() throws Exception {
    die();
    FileTree again = FileTree.open(root, locks);
    assertThat(contents()).isEqualTo(AFTER);
    assertThat(again.recover()).isFalse();
  }

  @Test
  void recover_finishesIt_andSaysSo() throws Exception {
    FileMetrics before = FileMetrics.ofThisProcess();
    assertThat(tree.recover()).isFalse();
    die();
    assertThat(tree.recover()).isTrue();
    assertThat(contents()).isEqualTo(AFTER);
    assertThat(tree.recover()).isFalse();
    FileMetrics after = FileMetrics.ofThisProcess();
    assertThat(after.recoveries().count()).isEqualTo(before.recoveries().count() + 1);
    assertThat(after.failedRecoveries()).isEqualTo(before.failedRecoveries());
  }

  @Test
  void recover_keepsWhatItReplaces_forASnapshotThatIsBeingTaken() throws Exception {
    SnapshotArea area = new SnapshotArea(layout);
    try (LockHandle _ = locks.acquire(LockRequest.exclusive(layout.snapshotLockName()))) {
      area.publish(area.prepare());
      die();
      FutureTask<Boolean> recovery = new FutureTask<>(() -> tree.recover());
      Thread _ = Thread.ofVirtual().start(recovery); // another owner of locks
      assertThat(recovery.get()).isTrue();

      assertThat(contents()).isEqualTo(AFTER);
      assertThat(area.kept(Path.of("a"))).hasContent("a");
      assertThat(area.kept(Path.of("b"))).hasContent("b");
      assertThat(area.find(Path.of("x"))).isEqualTo(Kept.ABSENT);
      assertThat(area.find(Path.of("dir/c"))).isEqualTo(Kept.UNCHANGED);
    } finally {
      assertThat(area.remove()).hasSize(1);
    }
  }

  @Test
  void acquire_grantsNothingBeforeItIsFinished() throws Exception {
    die();
    try (LockHandle _ = tree.acquire(LockRequest.exclusive("x"))) {
      assertThat(contents()).isEqualTo(AFTER);
    }
  }

  @Test
  void acquireAll_grantsNothingBeforeItIsFinished() throws Exception {
    die();
    try (LockHandles _ = tree.acquireAll(List.of(LockRequest.exclusive("x")))) {
      assertThat(contents()).isEqualTo(AFTER);
    }
  }

  @Test
  void read_showsNothingBeforeItIsFinished() throws Exception {
    die();
    assertThat(tree.<SortedMap<String, String>, IOException>read(this::contents)).isEqualTo(AFTER);
  }

  @Test
  void aChangeOfOneFile_takesEffectAfterIt() throws Exception {
    die();
    tree.files().write(at("a"), "later".getBytes(UTF_8));
    assertThat(contents()).containsEntry("a", "later").containsEntry("x", "b");
  }

  @Test
  void anUpdate_readsWhatItHasFinished() throws Exception {
    die();
    byte[] _ = tree.files().update(at("a"), old -> (new String(old, UTF_8) + "+").getBytes(UTF_8));
    assertThat(contents()).containsEntry("a", "A+");
    die();
    FileVersion _ =
        tree.files().writeIf(at("a"), "later".getBytes(UTF_8), FileVersion.of("A".getBytes(UTF_8)));
    assertThat(contents()).containsEntry("a", "later");
  }

  @Test
  void aTransaction_takesEffectAfterIt() throws Exception {
    die();
    try (FileTransaction change = tree.begin(List.of())) {
      change.move(at("a"), at("later"));
      change.commit();
    }
    assertThat(contents()).containsEntry("later", "A").containsEntry("x", "b");
  }

  /** Each prefix of the work may have been done by the one that died. */
  @Test
  void whatIsInPlaceAlready_isLeft() throws Exception {
    Path stage = die();
    Files.move(at("b"), at("x"));
    Files.move(stage.resolve("0"), at("a"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    assertThat(tree.recover()).isTrue();
    assertThat(contents()).isEqualTo(AFTER);
  }

  @Test
  void aSwap_isFinishedFromEachOfItsSteps() throws Exception {
    for (int steps = 0; steps <= 5; steps++) {
      Path stage =
          commitAndDie(new Entry.Move(0, at("a"), at("b")), new Entry.Move(1, at("b"), at("a")));
      Path[][] moves = {
        {at("a"), stage.resolve("0")},
        {at("b"), stage.resolve("1")},
        {null, stage.resolve("vacated")},
        {stage.resolve("0"), at("b")},
        {stage.resolve("1"), at("a")}
      };
      for (int i = 0; i < steps; i++) {
        if (moves[i][0] == null) {
          Files.createFile(moves[i][1]);
        } else {
          Files.move(moves[i][0], moves[i][1]);
        }
      }
      assertThat(tree.recover()).isTrue();
      String a = steps % 2 == 0 ? "b" : "a";
      assertThat(contents()).as("%d steps", steps).containsEntry("a", a);
    }
  }

  /** {@code a} and {@code dir} change their kinds, and a file and a link come into {@code a}. */
  @Test
  void whatIsCreatedWhereSomethingWas_isFinishedFromEachOfItsSteps() throws Exception {
    for (int steps = 0; steps <= 7; steps++) {
      Path stage =
          commitAndDie(
              putOf(0, "a/f", "F"),
              new Entry.Link(1, at("a/l"), ""),
              new Entry.Directory(2, at("a")),
              putOf(3, "dir", "D"),
              new Entry.Delete(4, at("a")),
              new Entry.Delete(5, at("dir")));
      Path[][] moves = {
        {at("a"), null},
        {at("dir"), stage.resolve("5")},
        {null, stage.resolve("vacated")},
        {stage.resolve("2"), at("a")},
        {stage.resolve("0"), at("a/f")},
        {stage.resolve("1"), at("a/l")},
        {stage.resolve("3"), at("dir")}
      };
      for (int i = 0; i < steps; i++) {
        if (moves[i][0] == null) {
          Files.createFile(moves[i][1]);
        } else if (moves[i][1] == null) {
          Files.delete(moves[i][0]);
        } else {
          Files.move(moves[i][0], moves[i][1]);
        }
      }
      assertThat(tree.recover()).isTrue();
      assertThat(contents()).isEqualTo(Map.of("a/f", "F", "a/l", "F", "b", "b", "dir", "D"));
      Deletion.delete(at("a"));
      Files.delete(at("dir"));
      Files.writeString(at("a"), "a");
      Files.writeString(Files.createDirectory(at("dir")).resolve("c"), "dir/c");
    }
  }

  /** After a power cut a directory may be in its slot again, with what was moved into it. */
  @Test
  void aDirectoryInOneThatIsNotInPlace_isPlacedWithIt() throws Exception {
    Path stage = commitAndDie(new Entry.Directory(0, at("d/e")), new Entry.Directory(1, at("d")));
    Files.move(stage.resolve("0"), stage.resolve("1/e"));
    assertThat(tree.recover()).isTrue();
    assertThat(at("d/e")).isEmptyDirectory();
  }

  @Test
  void aLinkThatIsDamaged_isRefused_andNothingIsChanged() throws Exception {
    Path stage = commitAndDie(putOf(0, "a", "A"), new Entry.Link(1, at("l"), ""));
    damaged = true;
    long failed = FileMetrics.ofThisProcess().failedRecoveries();
    Files.delete(stage.resolve("1"));
    assertThatThrownBy(() -> tree.recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is gone");
    Files.createSymbolicLink(stage.resolve("1"), Path.of("other"));
    assertThatThrownBy(() -> tree.recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("another content");
    assertThat(FileMetrics.ofThisProcess().failedRecoveries()).isEqualTo(failed + 2);
    assertThat(contents()).containsEntry("a", "a");
  }

  @Test
  void aRecordThatIsRetiredAlready_isOnlyForgotten() throws Exception {
    Path stage = die();
    Files.move(layout.record(), layout.retired());
    assertThat(tree.recover()).isFalse();
    assertThat(contents()).containsEntry("a", "a");
    assertThat(layout.retired()).doesNotExist();
    Deletion.delete(stage, Stage.lockOf(stage));
  }

  @Test
  void aTornRecord_isRefusedByEverything_andNothingIsChanged() throws Exception {
    die();
    damaged = true;
    byte[] whole = Files.readAllBytes(layout.record());
    SortedMap<String, String> before = contents();
    for (int length : new int[] {0, 1, 15, 100, whole.length - 1}) {
      Files.write(layout.record(), java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> tree.recover())
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(layout.record().toString());
    }
    for (int i = 0; i < whole.length; i++) {
      byte[] wrong = whole.clone();
      wrong[i] ^= 1;
      Files.write(layout.record(), wrong);
      assertThatThrownBy(() -> tree.recover()).isInstanceOf(JournalException.class);
    }
    assertThatThrownBy(() -> FileTree.open(root, locks)).isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> tree.acquire(LockRequest.exclusive("x")))
        .isInstanceOf(JournalException.class);
    assertThat(locks.tryAcquire(LockRequest.exclusive("x"))).isPresent();
    assertThatThrownBy(() -> tree.read(() -> true)).isInstanceOf(JournalException.class);
    for (ThrowingCallable change :
        List.<ThrowingCallable>of(
            () -> tree.files().write(at("a"), new byte[0]),
            () -> tree.files().update(at("a"), old -> old),
            () -> tree.files().writeIf(at("a"), new byte[0], FileVersion.ABSENT),
            () -> tree.files().createDirectories(at("new/deep")))) {
      assertThatThrownBy(change)
          .isInstanceOfSatisfying(
              FileCommitException.class,
              e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED))
          .hasCauseInstanceOf(JournalException.class);
    }
    assertThat(locks.tryAcquire(LockRequest.exclusive("file:" + at("a")))).isPresent();
    try (FileTransaction change = tree.begin(List.of())) {
      change.delete(at("a"));
      assertThatThrownBy(change::commit).isInstanceOf(JournalException.class);
    }
    assertThat(contents()).isEqualTo(before);

    Files.write(layout.record(), whole);
    assertThat(tree.recover()).isTrue();
    assertThat(contents()).isEqualTo(AFTER);
  }

  @Test
  void contentsThatAreDamagedOrGone_areRefused_andNothingIsChanged() throws Exception {
    Path stage = die();
    damaged = true;
    SortedMap<String, String> before = contents();
    Files.writeString(stage.resolve("1"), "M");
    assertThatThrownBy(() -> tree.recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("another content");
    Files.delete(stage.resolve("1"));
    assertThatThrownBy(() -> tree.recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is gone");
    Files.move(stage, layout.directory().resolve("lost"));
    assertThatThrownBy(() -> tree.recover())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("are gone");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void theStageOfACommittedTransaction_isNotSweptBeforeItIsFinished() throws Exception {
    Path stage = die();
    Path foreign = Files.move(stage, stageOfAnotherJvm());
    Files.writeString(layout.record(), recordOf(foreign));
    assertThat(tree.sweep()).isEmpty(); // recovery has removed it
    assertThat(contents()).isEqualTo(AFTER);
  }

  private String recordOf(Path stage) throws IOException {
    String old = Files.readString(layout.record());
    String text =
        old.replaceFirst("stage stage-[0-9a-f-]*", "stage " + stage.getFileName())
            .replaceFirst("end .*\n$", "");
    return text + "end " + Sha256.of(text.getBytes(UTF_8)) + "\n";
  }

  private Path stageOfAnotherJvm() {
    return layout.directory().resolve("stage-0000000000000000-00000000000000000000000000000001");
  }

  @Test
  void sweep_removesTheStagesOfTheDead_andTemporariesAnywhere() throws Exception {
    Path stage = Files.createDirectories(stageOfAnotherJvm());
    Files.createDirectories(stage.resolve("7/deep"));
    Files.writeString(stage.resolve("0"), "content");
    Path temporaryFile =
        Files.createFile(at("dir/.holdfast-0000000000000000-00000000000000000000000000000002.tmp"));
    Path hidden = Files.createDirectories(at(".holdfast/x"));
    Path notOurs =
        Files.createFile(
            hidden.resolve(".holdfast-0000000000000000-00000000000000000000000000000002.tmp"));
    try (FileTransaction living = tree.begin(List.of())) {
      living.delete(at("a"));
      assertThat(tree.leftovers()).containsExactlyInAnyOrder(stage, temporaryFile);
      long before = FileMetrics.ofThisProcess().swept();
      assertThat(tree.sweep()).containsExactlyInAnyOrder(stage, temporaryFile);
      assertThat(FileMetrics.ofThisProcess().swept()).isEqualTo(before + 2);
      assertThat(tree.leftovers()).isEmpty();
      living.commit();
    }
    assertThat(notOurs).exists();
    assertThat(at("a")).doesNotExist();
  }
}
