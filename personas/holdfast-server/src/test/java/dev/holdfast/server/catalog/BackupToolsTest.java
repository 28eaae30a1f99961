package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupToolsTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String create() {
    return fixture.call("create_backup").structured().path("backup").path("name").asString();
  }

  private Path file(String name) {
    return fixture.folder.resolve(BackupManager.DEFAULT_DIRECTORY).resolve(name);
  }

  private Answer restore(String name, boolean dryRun) {
    return fixture.call("restore_backup", Map.of("name", name, "dry_run", dryRun));
  }

  @Test
  void createBackup_thenRestoreIt_bringsBackWhatWasThere() throws IOException {
    String name = create();
    assertThat(file(name)).isRegularFile();
    Path alice = fixture.folder.resolve("alice.md");
    byte[] before = Files.readAllBytes(alice);
    fixture.call(
        "edit_persona", Map.of("persona", "alice", "field", "description", "value", "Changed."));
    fixture.writeFile("bob.md", "Bob", "b");
    fixture.call("activate_persona", Map.of("persona", "bob"));

    Answer preview = restore(name, true);
    assertThat(preview.structured().path("files").toString())
        .isEqualTo(
            "[{\"fileName\":\"alice.md\",\"change\":\"replaced\"},"
                + "{\"fileName\":\"bob.md\",\"change\":\"deleted\"}]");
    assertThat(preview.text()).contains("This would be done: 0 created, 1 replaced, 1 deleted");
    assertThat(preview.structured().has("before")).isFalse();
    assertThat(fixture.folder.resolve("bob.md")).exists();

    Answer restored = restore(name, false);
    assertThat(alice).hasBinaryContent(before);
    assertThat(fixture.folder.resolve("bob.md")).doesNotExist();
    assertThat(restored.structured().path("wasActive").asBoolean()).isTrue();
    String automatic = restored.structured().path("before").path("name").asString();
    assertThat(automatic).endsWith("Z-before-restore.zip");
    assertThat(restored.text()).contains(automatic);

    Answer again =
        fixture.call("restore_backup", Map.of("name", automatic, "only", "bob, alice.md"));
    assertThat(again.structured().path("created").asInt()).isEqualTo(1);
    assertThat(fixture.call("list_backups").structured().path("total").asInt()).isEqualTo(3);
  }

  @Test
  void whatNoArchiveCanHold_isLeftOut_named_andStays() throws IOException {
    fixture.writeFile("con.md", "Con", "odd");
    Answer created = fixture.call("create_backup");
    String leftOut = "[{\"fileName\":\"con.md\",\"reason\":\"its name is that of a device\"}]";
    assertThat(created.structured().path("backup").path("leftOut").toString()).isEqualTo(leftOut);
    assertThat(created.text()).contains("Left out:", "con.md", "device");
    assertThat(fixture.call("list_backups").text()).contains("1 personas without 1 files");
    String name = created.structured().path("backup").path("name").asString();
    fixture.writeFile("bob.md", "Bob", "b");
    Answer restored = restore(name, false);
    assertThat(restored.structured().path("leftOut").toString()).isEqualTo(leftOut);
    assertThat(restored.structured().path("deleted").asInt()).isEqualTo(1);
    assertThat(restored.text()).contains("without 1 files that no backup can hold", "they stay");
    assertThat(fixture.folder.resolve("con.md")).exists();
  }

  @Test
  void importThatOverwrites_isBackedUpBefore() {
    String alice = "---\nname: Alice\ndescription: Other\n---\nOther";
    Answer imported =
        fixture.call("import_persona", Map.of("source", alice, "conflict", "overwrite"));
    String before = imported.structured().path("before").path("name").asString();
    assertThat(before).endsWith("Z-before-import.zip");
    assertThat(imported.text()).contains(before);
    Answer restored = restore(before, false);
    assertThat(restored.structured().path("replaced").asInt()).isEqualTo(1);
    assertThat(fixture.folder.resolve("alice.md")).content().endsWith("Answers kindly.");
  }

  @Test
  void listBackups_showsWhatIsNotUsable() throws IOException {
    String name = create();
    Files.writeString(file("notes.txt"), "mine");
    Answer list = fixture.call("list_backups");
    assertThat(list.structured().path("backups").path(0).path("name").asString()).isEqualTo(name);
    assertThat(list.structured().path("backups").path(0).path("user").asString())
        .isEqualTo("tester");
    assertThat(list.structured().path("unusable").path(0).path("name").asString())
        .isEqualTo("notes.txt");
    assertThat(list.text()).contains(name, "`notes.txt`: **not usable**");
  }

  @Test
  void damagedBackup_isToldAndRefused() throws IOException {
    String name = create();
    assertThat(fixture.call("verify_backup", Map.of("name", name)).text()).contains("is whole");
    byte[] bytes = Files.readAllBytes(file(name));
    bytes[60] ^= 1;
    Files.write(file(name), bytes);
    Answer verified = fixture.call("verify_backup", Map.of("name", name));
    assertThat(verified.structured().path("whole").asBoolean()).isFalse();
    assertThat(verified.structured().path("damage").path(0).path("file").asString())
        .isEqualTo("alice.md");
    assertThat(fixture.fail("INVALID_FILE", "restore_backup", Map.of("name", name)).message())
        .contains("alice.md");
  }

  @Test
  void hostileAndMissingNames_areRefused() {
    for (String tool : List.of("verify_backup", "restore_backup")) {
      fixture.fail("INVALID_VALUE", tool, Map.of("name", "../alice.zip"));
      fixture.fail("NOT_FOUND", tool, Map.of("name", "missing.zip"));
      fixture.fail("INVALID_ARGUMENT", tool, Map.of());
    }
    fixture.fail("INVALID_ARGUMENT", "restore_backup", Map.of("name", "x.zip", "dry_run", "yes"));
    String name = create();
    fixture.fail("NOT_FOUND", "restore_backup", Map.of("name", name, "only", "nobody"));
    fixture.fail("INVALID_VALUE", "restore_backup", Map.of("name", name, "only", " , "));
  }

  @Test
  void pruneBackups_keepsByItsRules() {
    create();
    create();
    String newest = create();
    Map<String, Object> rules = Map.of("keep_last", 1, "keep_daily", 0, "keep_weekly", 0);
    Map<String, Object> dry =
        Map.of("keep_last", 1, "keep_daily", 0, "keep_weekly", 0, "dry_run", true);
    assertThat(fixture.call("prune_backups", dry).structured().path("removed")).hasSize(2);
    Answer pruned = fixture.call("prune_backups", rules);
    assertThat(pruned.structured().path("removed")).hasSize(2);
    assertThat(pruned.structured().path("kept").asInt()).isEqualTo(1);
    assertThat(fixture.call("list_backups").structured().path("backups"))
        .singleElement()
        .satisfies(one -> assertThat(one.path("name").asString()).isEqualTo(newest));
    fixture.fail("INVALID_ARGUMENT", "prune_backups", Map.of("keep_last", -1));
  }

  /** A call that notes its progress, and may be cancelled in the middle. */
  private static final class Followed implements CallContext {

    private final List<String> told = new ArrayList<>();
    private int cancelAfter = Integer.MAX_VALUE;

    @Override
    public String client() {
      return "claude 1.0";
    }

    @Override
    public void progress(long done, long total, String message) {
      told.add(done + " " + message);
    }

    @Override
    public boolean cancelled() {
      return told.size() >= cancelAfter;
    }
  }

  @Test
  void progress_isTold_andTheClientIsNoted() {
    Followed call = new Followed();
    ToolResult made = fixture.tool("create_backup").call(Map.of(), call);
    assertThat(made).isInstanceOf(ToolResult.Success.class);
    Map<?, ?> backup = (Map<?, ?>) made.structured().get("backup");
    assertThat(backup.get("client")).isEqualTo("claude 1.0");
    ToolResult restored =
        fixture
            .tool("restore_backup")
            .call(Map.of("name", String.valueOf(backup.get("name"))), call);
    assertThat(restored).isInstanceOf(ToolResult.Success.class);
    assertThat(call.told)
        .containsExactly(
            "1 Backing up: 1 personas",
            "1 Verifying the backup: 1 of 1 personas",
            "2 Backing up: 1 personas",
            "3 Restoring: 1 of 1 personas");
  }

  @Test
  void cancelledCall_leavesNoBackup() throws IOException {
    fixture.writeFile("bob.md", "Bob", "b");
    Followed call = new Followed();
    call.cancelAfter = 1;
    ToolResult result = fixture.tool("create_backup").call(Map.of(), call);
    assertThat(result).isInstanceOf(ToolResult.Failure.class);
    assertThat(((ToolResult.Failure) result).code()).isEqualTo("INTERRUPTED");
    assertThat(file("x").getParent()).isEmptyDirectory();
  }
}
