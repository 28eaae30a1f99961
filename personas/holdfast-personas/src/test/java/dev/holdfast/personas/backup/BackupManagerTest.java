package dev.holdfast.personas.backup;

import static dev.holdfast.personas.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.PersonaRules;
import dev.holdfast.personas.RestoreReport;
import dev.holdfast.personas.archive.Archive;
import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.backup.BackupProgress.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackupManagerTest {

  @TempDir Path path;
  private BackedUpFolder folder;
  private BackupManager backups;

  @BeforeEach
  void open() throws IOException {
    folder = BackedUpFolder.with(path, "Ann", "Bob");
    backups = folder.backups;
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private void damage(Backup backup) throws IOException {
    Path file = folder.directory.resolve(backup.name());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 4] ^= 1; // in the content of the first persona
    Path _ = Files.write(file, bytes);
  }

  @Test
  void backup_isListed_verified_andRestoredByteForByte() throws IOException {
    Path broken = Files.writeString(path.resolve("broken.md"), "no persona at all");
    SortedMap<String, String> before = folder.all();
    Backup backup = folder.backUp();
    assertThat(backup.name()).isEqualTo("personas-20261125-113951Z-manual.zip");
    assertThat(backup.personas()).isEqualTo(3);
    assertThat(backup.origin().user()).isEqualTo("Mira Test");
    assertThat(backup.origin().client()).isEqualTo("test 1.0");
    assertThat(backup.taken()).isEqualTo(TestClock.START);
    assertThat(backups.list()).containsExactly(backup);
    assertThat(folder.verify(backup)).isEqualTo(new Verification(backup.name(), 3, List.of()));

    folder.clock.advance(Duration.ofHours(1));
    Files.delete(broken);
    folder.store.edit("Ann", Map.of("description", "changed"));
    folder.create("Cid");
    SortedMap<String, String> changed = folder.all();
    RestoreReport expected =
        new RestoreReport(List.of("broken.md"), List.of("ann.md"), List.of("cid.md"), 1);
    assertThat(backups.restore(backup.name(), Optional.empty(), true, BackupProgress.NONE))
        .isEqualTo(new Restoration(backup.name(), Optional.empty(), expected, List.of()));
    assertThat(folder.all()).isEqualTo(changed);
    assertThat(folder.files()).hasSize(1);

    Restoration restoration = folder.restore(backup);
    assertThat(restoration.changes()).isEqualTo(expected);
    assertThat(folder.all()).isEqualTo(before);
    Backup automatic = restoration.before().orElseThrow();
    assertThat(automatic.kind()).isEqualTo(BackupKind.BEFORE_RESTORE);
    assertThat(backups.list()).containsExactly(automatic, backup);
    assertThat(folder.restore(automatic).changes().created()).containsExactly("cid.md");
    assertThat(folder.all()).isEqualTo(changed);
  }

  @Test
  void backups_ofOneSecond_haveNamesOfTheirOwn_theLastFirst() {
    List<Backup> made = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      made.addFirst(folder.backUp());
    }
    assertThat(made.getFirst().name()).isEqualTo("personas-20261125-113951Z-manual-11.zip");
    assertThat(backups.list()).isEqualTo(made);
  }

  @Test
  void noDirectory_isNoBackups() throws IOException {
    assertThat(backups.list()).isEmpty();
    assertThat(backups.prune(BackupPolicy.DEFAULT, false))
        .isEqualTo(new PruneReport(List.of(), List.of(), List.of()));
    assertThat(folder.directory).doesNotExist();
  }

  @Test
  void onlyChosenOnes_areRestored() throws IOException {
    Backup backup = folder.backUp();
    SortedMap<String, String> before = folder.all();
    folder.store.edit("Ann", Map.of("description", "changed"));
    folder.store.edit("Bob", Map.of("description", "changed"));
    folder.create("Cid");

    Restoration restoration =
        backups.restore(backup.name(), Optional.of(Set.of("ANN")), false, BackupProgress.NONE);

    assertThat(restoration.changes())
        .isEqualTo(new RestoreReport(List.of(), List.of("ann.md"), List.of(), 0));
    assertThat(folder.all().get("ann.md")).isEqualTo(before.get("ann.md"));
    assertThat(folder.store.get("Bob").description()).isEqualTo("changed");
    int files = folder.files().size();
    assertThat(
            refused(
                Code.NOT_FOUND,
                () ->
                    backups.restore(
                        backup.name(), Optional.of(Set.of("zoe")), false, BackupProgress.NONE)))
        .hasMessageContaining("'zoe'");
    PersonaException _ =
        refused(
            Code.INVALID_VALUE,
            () ->
                backups.restore(backup.name(), Optional.of(Set.of()), false, BackupProgress.NONE));
    assertThat(folder.files()).hasSize(files);
  }

  @Test
  void nobodyChangesAnything_betweenTheAutomaticBackupAndTheRestore() throws IOException {
    Backup backup = folder.backUp();
    List<Boolean> couldChange = new ArrayList<>();
    try (FileLockManager other = FileLockManager.open(path.resolve(".holdfast"))) {
      Restoration _ =
          backups.restore(
              backup.name(),
              Optional.empty(),
              false,
              (step, done, total) -> {
                if (step == Step.BACK_UP) {
                  couldChange.add(other.tryAcquire(LockRequest.shared("personas")).isPresent());
                }
              });
    }
    assertThat(couldChange).containsExactly(false, false);
  }

  @Test
  void progress_isTold() {
    List<String> told = new ArrayList<>();
    BackupProgress progress =
        (step, done, total) ->
            told.add("%s %d/%s".formatted(step, done, total.isPresent() ? total.getAsInt() : "?"));
    Backup backup = backups.create(BackupKind.MANUAL, progress);
    Restoration _ = backups.restore(backup.name(), Optional.empty(), false, progress);
    assertThat(told)
        .containsExactly(
            "BACK_UP 1/?",
            "BACK_UP 2/?",
            "VERIFY 1/2",
            "VERIFY 2/2",
            "BACK_UP 1/?",
            "BACK_UP 2/?",
            "RESTORE 1/2",
            "RESTORE 2/2");
  }

  @Test
  void damagedBackup_isRefusedWithTheDamage_andNothingIsChanged() throws IOException {
    Backup backup = folder.backUp();
    damage(backup);
    folder.create("Cid");
    SortedMap<String, String> before = folder.all();

    Verification verification = folder.verify(backup);
    assertThat(verification.isWhole()).isFalse();
    assertThat(verification.damage()).singleElement().extracting("file").isEqualTo("ann.md");
    assertThat(refused(Code.INVALID_FILE, () -> folder.restore(backup)))
        .hasMessageContaining(verification.damage().getFirst().problem());
    assertThat(folder.all()).isEqualTo(before);
    assertThat(folder.files()).as("no automatic backup").hasSize(1);
  }

  @Test
  void whatIsDamagedOrForeign_isListedWithTheReason_andNeverPruned() throws IOException {
    Backup good = folder.backUp();
    Path file = folder.directory.resolve(good.name());
    Path cut = folder.directory.resolve("personas-20261125-120000Z-manual.zip");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 30));
    Files.write(folder.directory.resolve("mine.zip"), bytes);
    Files.writeString(folder.directory.resolve("notes.txt"), "mine");
    Files.createDirectory(folder.directory.resolve("personas-20261125-130000Z-manual.zip"));

    List<BackupEntry> list = backups.list();

    assertThat(list)
        .extracting(BackupEntry::name)
        .containsExactly(
            good.name(),
            "mine.zip",
            "notes.txt",
            "personas-20261125-120000Z-manual.zip",
            "personas-20261125-130000Z-manual.zip");
    assertThat(list.stream().filter(UnusableFile.class::isInstance))
        .extracting(entry -> ((UnusableFile) entry).reason())
        .satisfiesExactly(
            mine -> assertThat(mine).contains("name that somebody else gave it"),
            notes -> assertThat(notes).contains("no ZIP file"),
            damaged -> assertThat(damaged).contains("it is damaged: ").doesNotContain("refused"),
            directory -> assertThat(directory).contains("not a regular file"));
    assertThat(backups.prune(new BackupPolicy(0, 0, 0), false).kept()).containsExactly(good);
    assertThat(backups.list()).isEqualTo(list);
    assertThat(backups.verify("mine.zip", BackupProgress.NONE).isWhole()).isTrue();
    assertThat(backups.verify(cut.getFileName() + "", BackupProgress.NONE).damage()).hasSize(1);
  }

  @Test
  void namesThatLeadElsewhere_areRefused() throws IOException {
    Backup backup = folder.backUp();
    Files.copy(folder.directory.resolve(backup.name()), path.resolve("outside.zip"));
    for (String name :
        List.of(
            "",
            ".",
            "..",
            "../ann.md",
            "../outside.zip",
            "x/../../outside.zip",
            path.resolve("outside.zip").toString(),
            "C:\\x.zip",
            "..\\outside.zip",
            "a\u0000.zip",
            "a\n.zip",
            ".hidden.zip",
            "personas",
            "con.zip")) {
      PersonaException _ =
          refused(Code.INVALID_VALUE, () -> backups.verify(name, BackupProgress.NONE));
      PersonaException _ =
          refused(
              Code.INVALID_VALUE,
              () -> backups.restore(name, Optional.empty(), false, BackupProgress.NONE));
    }
  }

  @Test
  void links_areNoBackups() throws IOException {
    Backup backup = folder.backUp();
    Path outside = path.resolve("outside.zip");
    Files.move(folder.directory.resolve(backup.name()), outside);
    Files.createSymbolicLink(folder.directory.resolve(backup.name()), outside);
    PersonaException _ = refused(Code.INVALID_FILE, () -> folder.verify(backup));
    assertThat(backups.list()).singleElement().isInstanceOf(UnusableFile.class);
  }

  @Test
  void missingBackup_isNotFound() {
    PersonaException _ =
        refused(Code.NOT_FOUND, () -> backups.verify("missing.zip", BackupProgress.NONE));
  }

  @Test
  void prune_keepsByThePolicy_whateverTheKind() throws IOException {
    List<Backup> made = new ArrayList<>();
    for (BackupKind kind : BackupKind.values()) {
      made.addFirst(backups.create(kind, BackupProgress.NONE));
      folder.clock.advance(Duration.ofMinutes(1));
    }
    BackupPolicy two = new BackupPolicy(2, 0, 0);
    PruneReport expected =
        new PruneReport(made.subList(0, 2), made.subList(2, made.size()), List.of());
    assertThat(backups.prune(two, true)).isEqualTo(expected);
    assertThat(backups.list()).isEqualTo(made);
    assertThat(backups.prune(two, false)).isEqualTo(expected);
    assertThat(backups.list()).isEqualTo(made.subList(0, 2));
  }

  @Test
  void prune_countsNoDamagedBackup() throws IOException {
    Backup good = folder.backUp();
    folder.clock.advance(Duration.ofMinutes(1));
    Backup bad = folder.backUp();
    Path _ = Files.writeString(folder.directory.resolve(bad.name()), "rotten");
    assertThat(backups.prune(new BackupPolicy(1, 0, 0), false).kept()).containsExactly(good);
    assertThat(folder.files()).containsExactly(good.name(), bad.name());
  }

  @Test
  void prune_leavesWhatIsBeingReadOrWritten() throws IOException {
    Backup old = folder.backUp();
    folder.clock.advance(Duration.ofDays(1));
    Backup newest = folder.backUp();
    List<PruneReport> reports = new ArrayList<>();
    try (BackedUpFolder other = BackedUpFolder.open(path, folder.clock)) {
      BackupProgress pruning =
          (step, done, total) -> reports.add(other.backups.prune(new BackupPolicy(1, 0, 0), false));
      assertThat(backups.verify(old.name(), pruning).isWhole()).isTrue();
      assertThat(reports)
          .hasSize(2)
          .containsOnly(new PruneReport(List.of(newest), List.of(), List.of(old)));
      Backup made = backups.create(BackupKind.MANUAL, pruning);
      assertThat(folder.verify(made).isWhole()).isTrue();
    }
    assertThat(folder.files()).doesNotContain(old.name()).contains(newest.name());
  }

  @Test
  void backupThatIsInterrupted_leavesNothing() throws IOException {
    PersonaException _ =
        refused(
            Code.INTERRUPTED,
            () ->
                backups.create(
                    BackupKind.MANUAL, (step, done, total) -> Thread.currentThread().interrupt()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void progressThatThrows_givesTheWorkUp() throws IOException {
    Backup backup = folder.backUp();
    folder.create("Cid");
    SortedMap<String, String> before = folder.all();
    for (Step step : Step.values()) {
      BackupProgress unwanted =
          (now, done, total) -> {
            if (now == step) {
              throw new IllegalArgumentException("not wanted any more");
            }
          };
      assertThatIllegalArgumentException()
          .isThrownBy(() -> backups.restore(backup.name(), Optional.empty(), false, unwanted));
    }
    assertThat(folder.all()).isEqualTo(before);
    assertThat(folder.files()).as("one before the last restore").hasSize(2);
  }

  @Test
  void filesThatNoArchiveCanHold_areLeftOut_andTold() throws IOException {
    Path _ = Files.writeString(path.resolve("con.md"), "x");
    Path _ = Files.write(path.resolve("big.md"), new byte[PersonaRules.MAX_FILE_BYTES + 1]);
    Path _ = Files.createSymbolicLink(path.resolve("link.md"), Path.of("ann.md"));
    Path _ = Files.writeString(path.resolve("ANN.md"), "x");
    Backup backup = folder.backUp();
    assertThat(backup.leftOut())
        .containsExactly(
            new LeftOut("ann.md", "another file has this name, up to case and Unicode form"),
            new LeftOut("big.md", "the file is larger than the limit of 524288 bytes"),
            new LeftOut("con.md", "its name is that of a device"),
            new LeftOut("link.md", "this is a symbolic link; a persona is a regular file"));
    assertThat(backups.list()).containsExactly(backup);
    assertThat(folder.verify(backup).isWhole()).isTrue();
    try (Archive archive = Archive.open(folder.directory.resolve(backup.name()))) {
      assertThat(BackedUpFolder.read(archive::read)).containsOnlyKeys("ANN.md", "bob.md");
    }
  }

  @Test
  void whatABackupLeftOut_staysWhenItIsRestored() throws IOException {
    Path odd = Files.writeString(path.resolve("con.md"), "x");
    Backup backup = folder.backUp();
    folder.create("Cid");
    Files.writeString(odd, "changed since");
    Restoration restoration = folder.restore(backup);
    assertThat(restoration.changes().deleted()).containsExactly("cid.md");
    assertThat(restoration.leftOut()).isEqualTo(backup.leftOut()).hasSize(1);
    assertThat(restoration.before().orElseThrow().leftOut()).isEqualTo(backup.leftOut());
    assertThat(odd).hasContent("changed since");
  }

  @Test
  void restore_thatWouldDestroyWhatNoBackupCanHold_changesNothing() throws IOException {
    Backup backup = folder.backUp();
    folder.create("Cid");
    Path odd = Files.writeString(path.resolve("con.md"), "x");
    assertThat(refused(Code.INVALID_FILE, () -> folder.restore(backup)))
        .hasMessageContaining("'con.md' would be replaced or deleted")
        .hasMessageContaining("device");
    assertThat(folder.store.list()).hasSize(4);
    Files.delete(odd);
    Path big = path.resolve("ann.md");
    byte[] large = new byte[PersonaRules.MAX_FILE_BYTES + 1];
    Files.write(big, large);
    assertThat(refused(Code.INVALID_FILE, () -> folder.restore(backup)))
        .hasMessageContaining("'ann.md' would be replaced or deleted");
    assertThat(big).hasBinaryContent(large);
    Restoration bob =
        backups.restore(backup.name(), Optional.of(Set.of("bob")), false, BackupProgress.NONE);
    assertThat(bob.changes().unchanged()).isEqualTo(1);
  }

  @Test
  void closedStore_isToldAndLeavesNothing() throws IOException {
    folder.store.close();
    PersonaException _ = refused(Code.CLOSED, folder::backUp);
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void whatADeadProcessLeft_isRemovedByTheNextBackup() throws IOException {
    Files.createDirectories(folder.directory);
    String random = "0123456789abcdef";
    Path left = folder.directory.resolve(".holdfast-" + random + "-" + random + random + ".tmp");
    Files.writeString(left, "half");
    assertThat(backups.list()).isEmpty();
    Backup backup = folder.backUp();
    assertThat(folder.files()).containsExactly(backup.name());
  }

  @Test
  void archive_isReadByArchive() throws IOException {
    Backup backup = folder.backUp();
    try (Archive archive = Archive.open(folder.directory.resolve(backup.name()))) {
      assertThat(BackedUpFolder.read(archive::read)).isEqualTo(folder.all());
    }
  }
}
