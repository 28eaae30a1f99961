package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    persona("ann", "one");
    persona("bob", "two");
  }

  private void persona(String slug, String text) throws IOException {
    Files.writeString(
        folder.resolve(slug + ".md"),
        "---\nname: %s\ndescription: Test\n---\n%s\n".formatted(slug, text));
  }

  private Cli.Run run(String... arguments) {
    return new Cli()
        .variable("HOLDFAST_DIR", folder.toString())
        .variable("HOLDFAST_AUTHOR", "mira")
        .run(Stream.concat(Stream.of("backup"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String create() {
    Cli.Run run = run("create", "--json");
    assertThat(run.err()).isEmpty();
    return run.json().path("name").asString();
  }

  private Path file(String name) {
    return folder.resolve(".holdfast-backups").resolve(name);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(".holdfast-backups"))) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void backup_isListed_verified_andRestored() throws IOException {
    Cli.Run created = run("create");
    assertThat(created.err()).isEmpty();
    assertThat(created.out()).matches("personas-\\d{8}-\\d{6}Z-manual\\.zip: 2 personas, .*\\n");
    String name = created.out().substring(0, created.out().indexOf(':'));

    assertThat(run("list").out()).contains("NAME", name, "manual", "mira");
    assertThat(run("verify")).isEqualTo(new Cli.Run(0, name + ": all 2 personas are whole\n", ""));

    byte[] ann = Files.readAllBytes(folder.resolve("ann.md"));
    persona("ann", "changed");
    persona("cid", "new");
    Files.delete(folder.resolve("bob.md"));
    String changes =
        """
        + bob.md
        ~ ann.md
        - cid.md
        """;
    assertThat(run("restore", "--dry-run", name))
        .isEqualTo(
            new Cli.Run(
                0, changes + "would be: 1 created, 1 replaced, 1 deleted, 0 unchanged\n", ""));
    assertThat(files()).hasSize(1);

    Cli.Run restored = run("restore", name);
    assertThat(restored.err()).isEmpty();
    assertThat(restored.out())
        .startsWith(changes + "1 created, 1 replaced, 1 deleted, 0 unchanged\n")
        .containsPattern("what was there before: personas-.*-before-restore\\.zip\n");
    assertThat(folder.resolve("ann.md")).hasBinaryContent(ann);
    assertThat(folder.resolve("cid.md")).doesNotExist();
  }

  @Test
  void whatNoArchiveCanHold_isLeftOut_named_andStays() throws IOException {
    persona("con", "odd");
    Cli.Run created = run("create");
    assertThat(created.exitCode()).isEqualTo(5);
    assertThat(created.err()).isEmpty();
    String why = "'con.md': its name is that of a device\n";
    assertThat(created.out()).contains(": 2 personas,").endsWith("left out: " + why);
    Cli.Run second = run("create", "--json");
    assertThat(second.exitCode()).isEqualTo(5);
    assertThat(second.json().path("leftOut").toString())
        .isEqualTo("[{\"file\":\"con.md\",\"reason\":\"its name is that of a device\"}]");
    String name = second.json().path("name").asString();
    assertThat(run("list").out()).contains("left out of " + name + ": " + why);
    assertThat(run("verify", name).exitCode()).isZero();

    persona("ann", "changed");
    Cli.Run restored = run("restore", name);
    assertThat(restored.exitCode()).isZero();
    assertThat(restored.out())
        .contains("stays as it is, for the backup lacks it: " + why, "left out of it: " + why);
    assertThat(folder.resolve("con.md")).content().endsWith("odd\n");
  }

  @Test
  void restore_onlySome_asJson() throws IOException {
    String name = create();
    persona("ann", "changed");
    persona("bob", "changed");
    Cli.Run run = run("restore", "--json", "--only", "ann", name);
    assertThat(run.json().path("replaced").toString()).isEqualTo("[\"ann.md\"]");
    assertThat(run.json().path("before").path("kind").asString()).isEqualTo("before-restore");
    assertThat(folder.resolve("bob.md")).content().endsWith("changed\n");
  }

  @Test
  void damagedBackup_isRefusedWithTheDamage() throws IOException {
    String name = create();
    byte[] bytes = Files.readAllBytes(file(name));
    bytes[60] ^= 1;
    Files.write(file(name), bytes);
    persona("cid", "new");

    Cli.Run restored = run("restore", name);
    assertThat(restored.exitCode()).isEqualTo(1);
    assertThat(restored.err())
        .contains("damaged", "- 'ann.md': ", "Nothing was changed")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("cid.md")).exists();
    assertThat(files()).hasSize(1);

    Cli.Run verified = run("verify", name);
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out()).startsWith(name + ": DAMAGED\n  ann.md: ");
    assertThat(run("verify", "--json", name).json().path(0).path("whole").asBoolean()).isFalse();
  }

  @Test
  void list_showsWhatIsNotUsable_onOneLineEach() throws IOException {
    String name = create();
    Files.writeString(file("\u001b[2Jx.zip"), "no archive");
    Cli.Run run = run("list");
    assertThat(run.out())
        .contains(name, "not usable: \\u{1b}[2Jx.zip: it is damaged: ")
        .doesNotContain("\u001b");
    assertThat(run("list", "--json").json().path(1).path("usable").asBoolean(true)).isFalse();
  }

  @Test
  void noBackups_isSaid() {
    assertThat(run("list")).isEqualTo(new Cli.Run(0, "no backups\n", ""));
  }

  @Test
  void hostileNames_areRefused() {
    Cli.Run run = run("restore", "../ann.zip");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("'../ann.zip' is no name of a backup");
  }

  @Test
  void prune_deletesWhatNoRuleKeeps() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      names.add(create());
    }
    String[] rules = {"prune", "--keep-last", "2", "--keep-daily", "0", "--keep-weekly", "0"};
    Cli.Run dry =
        run(Stream.concat(Stream.of(rules), Stream.of("--dry-run")).toArray(String[]::new));
    assertThat(dry)
        .isEqualTo(
            new Cli.Run(0, "- %s\nwould be: 1 deleted, 2 kept\n".formatted(names.get(0)), ""));
    assertThat(files()).hasSize(3);
    assertThat(run(rules).out()).endsWith("\n1 deleted, 2 kept\n");
    assertThat(files()).containsExactlyInAnyOrder(names.get(1), names.get(2));

    Cli.Run byDefault =
        new Cli()
            .variable("HOLDFAST_DIR", folder.toString())
            .variable("HOLDFAST_KEEP_LAST", " 1\r")
            .variable("HOLDFAST_KEEP_DAILY", "0")
            .variable("HOLDFAST_KEEP_WEEKLY", "0")
            .run("backup", "prune", "--json");
    assertThat(byDefault.json().path("removed")).hasSize(1);
    assertThat(files()).containsExactly(names.get(2));
  }

  @Test
  void wrongNumbers_areUsageErrors() {
    assertThat(run("prune", "--keep-last", "-1").exitCode()).isEqualTo(2);
    Cli.Run run =
        new Cli()
            .variable("HOLDFAST_DIR", folder.toString())
            .variable("HOLDFAST_KEEP_LAST", "many")
            .run("backup", "prune");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("HOLDFAST_KEEP_LAST is no number: 'many'");
  }

  @Test
  void mcp_makesBackups_ifAskedTo() throws IOException {
    InputStream untilThereIsOne =
        new InputStream() {
          @Override
          public int read(byte[] bytes, int from, int length) {
            return read();
          }

          @Override
          public int read() {
            await().until(() -> Files.isDirectory(folder.resolve(".holdfast-backups")));
            await().until(() -> files().stream().anyMatch(name -> name.endsWith(".zip")));
            return -1;
          }
        };
    Cli.Run run =
        new Cli()
            .variable("HOLDFAST_DIR", folder.toString())
            .variable("HOLDFAST_BACKUP_EVERY", "1d")
            .input(untilThereIsOne)
            .run("mcp");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(files()).singleElement().asString().endsWith("Z-scheduled.zip");
  }

  @Test
  void mcp_withAWrongTime_isAUsageError() {
    for (String wrong : List.of("often", "10s", "0")) {
      Cli.Run option =
          new Cli().variable("HOLDFAST_DIR", folder.toString()).run("mcp", "--backup-every", wrong);
      assertThat(option.exitCode()).as(wrong).isEqualTo(2);
      Cli.Run variable =
          new Cli()
              .variable("HOLDFAST_DIR", folder.toString())
              .variable("HOLDFAST_BACKUP_EVERY", wrong)
              .run("mcp");
      assertThat(variable.exitCode()).as(wrong).isEqualTo(2);
    }
  }
}
