package dev.holdfast.personas.backup;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.backup.BackedUpFolder.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.archive.BackupKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeChangesTest {

  private static final String ANN = "---\nname: Ann\ndescription: Other\n---\nOther\n";
  private static final String CID = "---\nname: Cid\ndescription: New\n---\nNew\n";

  @TempDir Path path;
  private BackedUpFolder folder;
  private SafeChanges changes;

  @BeforeEach
  void open() throws IOException {
    folder = BackedUpFolder.with(path, "Ann", "Bob");
    changes = new SafeChanges(folder.store, folder.backups);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private SafeChanges.Done<?> importAll(Map<String, String> files, OnConflict policy, boolean dry)
      throws IOException {
    return changes.importAll(source(files), new ImportOptions(policy, dry), BackupProgress.NONE);
  }

  @Test
  void importThatOverwrites_isBackedUpBefore() throws IOException {
    SortedMap<String, String> before = folder.all();
    SafeChanges.Done<dev.holdfast.personas.ImportReport> done =
        changes.importAll(
            source(Map.of("ann.md", ANN)),
            new ImportOptions(OnConflict.OVERWRITE, false),
            BackupProgress.NONE);
    assertThat(done.result().count(Outcome.OVERWRITTEN)).isEqualTo(1);
    assertThat(folder.all().get("ann.md")).isEqualTo(ANN);
    Backup backup = done.before().orElseThrow();
    assertThat(backup.kind()).isEqualTo(BackupKind.BEFORE_IMPORT);
    Restoration _ = folder.restore(backup);
    assertThat(folder.all()).isEqualTo(before);
  }

  @Test
  void importThatOverwritesNothing_needsNoBackup() throws IOException {
    assertThat(importAll(Map.of("cid.md", CID), OnConflict.OVERWRITE, false).before()).isEmpty();
    assertThat(importAll(Map.of("ann.md", ANN), OnConflict.SKIP, false).before()).isEmpty();
    assertThat(importAll(Map.of("ann.md", ANN), OnConflict.OVERWRITE, true).before()).isEmpty();
    PersonaException _ =
        refused(
            Code.INVALID_FILE,
            () ->
                importAll(
                    Map.of("ann.md", ANN, "bad.md", "---\nname: [\n---\n"),
                    OnConflict.OVERWRITE,
                    false));
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void overwritingOrDeleting_whatNoBackupCanHold_changesNothing() throws IOException {
    String odd = "---\nname: Odd\ndescription: Odd\n---\nOdd\n";
    Files.writeString(path.resolve("con.md"), odd);
    SortedMap<String, String> before = folder.all();
    String other = odd.replace("Odd\n---", "Other\n---");
    assertThat(
            refused(
                Code.INVALID_FILE,
                () -> importAll(Map.of("odd.md", other), OnConflict.OVERWRITE, false)))
        .hasMessageContaining("'con.md' would be replaced or deleted");
    assertThat(
            refused(
                Code.INVALID_FILE,
                () -> changes.deleteAll(List.of("Ann", "Odd"), BackupProgress.NONE)))
        .hasMessageContaining("'con.md' would be replaced or deleted");
    assertThat(folder.all()).isEqualTo(before);
    assertThat(importAll(Map.of("ann.md", ANN), OnConflict.OVERWRITE, false).before())
        .get()
        .satisfies(backup -> assertThat(backup.leftOut()).hasSize(1));
    assertThat(changes.deleteAll(List.of("Odd"), BackupProgress.NONE).before()).isEmpty();
  }

  @Test
  void deletionOfManyThatIsRefused_needsNoBackup() throws IOException {
    PersonaException _ =
        refused(
            Code.NOT_FOUND, () -> changes.deleteAll(List.of("Ann", "Zoe"), BackupProgress.NONE));
    assertThat(changes.deleteAll(List.of("Ann", "ann.md"), BackupProgress.NONE).before()).isEmpty();
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void deletionOfMany_isBackedUpBefore() throws IOException {
    folder.create("Cid");
    assertThat(changes.deleteAll(List.of("Cid"), BackupProgress.NONE).before()).isEmpty();
    SortedMap<String, String> before = folder.all();
    Backup backup =
        changes.deleteAll(List.of("Ann", "Bob"), BackupProgress.NONE).before().orElseThrow();
    assertThat(backup.kind()).isEqualTo(BackupKind.BEFORE_DELETE);
    assertThat(folder.all()).isEmpty();
    Restoration _ = folder.restore(backup);
    assertThat(folder.all()).isEqualTo(before);
  }
}
