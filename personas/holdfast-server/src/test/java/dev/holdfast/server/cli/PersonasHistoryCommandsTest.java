package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code personas rename}, {@code history}, {@code diff}, {@code undo}, and what {@code edit} and
 * {@code delete} expect.
 */
class PersonasHistoryCommandsTest {

  private static final String BOB =
      "---\nname: Bob\ndescription: By hand\nversion: \"1.4\"\n---\nBe Bob.\n";

  @TempDir Path folder;

  private Path bob;

  @BeforeEach
  void withoutSamples() throws IOException {
    bob = Files.writeString(folder.resolve("bob.md"), BOB);
  }

  @Test
  void rename_movesTheFile_andUndoTakesItBack() {
    Cli.Run renamed = run("rename", "bob", "Robert");

    assertThat(renamed)
        .isEqualTo(new Cli.Run(0, "renamed 'Bob' to 'Robert': robert.md (was bob.md)\n", ""));
    assertThat(bob).doesNotExist();

    Cli.Run undone = run("undo", "robert");

    assertThat(undone.out()).isEqualTo("brought back bob.md (was robert.md): version 1.4\n");
    assertThat(bob).hasContent(BOB);
    assertThat(folder.resolve("robert.md")).doesNotExist();
  }

  @Test
  void rename_toANameThatIsTaken_isRefused() throws IOException {
    Files.writeString(folder.resolve("eve.md"), BOB.replace("Bob", "Eve"));

    Cli.Run run = run("rename", "bob", "EVE");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("exists").doesNotContain("\tat ");
    assertThat(bob).hasContent(BOB);
  }

  @Test
  void rename_asJson() {
    JsonNode json = run("rename", "bob", "Robert", "--json").json();

    assertThat(json.path("previousName").asString()).isEqualTo("Bob");
    assertThat(json.path("previousFile").asString()).isEqualTo("bob.md");
    assertThat(json.path("persona").path("file").asString()).isEqualTo("robert.md");
    assertThat(json.path("persona").path("instructions").asString()).isEqualTo("Be Bob.\n");
  }

  @Test
  void aChangeOverSomebodyElsesChange_isExitCode4AndChangesNothing() throws IOException {
    String revision = revision();
    run("edit", "bob", "category=gaming");
    String now = Files.readString(bob);

    for (String expected : new String[] {"1.4", revision}) {
      for (Cli.Run run :
          new Cli.Run[] {
            run("edit", "bob", "category=personal", "--if-version", expected),
            run("rename", "bob", "Robert", "--if-version", expected),
            run("undo", "bob", "--if-version", expected),
            run("delete", "bob", "--if-version", expected)
          }) {
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("bob.md").doesNotContain("\tat ");
      }
    }
    assertThat(bob).hasContent(now);
  }

  @Test
  void aChangeOfWhatIsStillThere_isMade() {
    assertThat(run("edit", "bob", "category=gaming", "--if-version", "1.4").exitCode()).isZero();
    assertThat(run("rename", "bob", "Robert", "--if-version", "1.5").exitCode()).isZero();
    assertThat(run("undo", "robert", "--if-version", revision("robert")).exitCode()).isZero();
    assertThat(run("delete", "bob", "--if-version", revision()).exitCode()).isZero();
  }

  @Test
  void history_tellsWhoDidWhatWithWhat() {
    cli().variable("HOLDFAST_AUTHOR", "mira").run("personas", "edit", "bob", "category=gaming");
    String revision = revision().substring(0, 12);

    Cli.Run text = run("history", "bob");
    JsonNode json = run("history", "bob", "--json").json();

    assertThat(text.out().lines().toList().get(1))
        .matches(
            revision + "  1\\.5 +20\\S+Z +edit: category +mira +holdfast \\d+\\.\\d+\\.\\d+.*");
    assertThat(text.out().lines().toList().get(2)).matches("[0-9a-f]{12}  1\\.4 +before that");
    assertThat(json.size()).isEqualTo(1);
    JsonNode change = json.path(0);
    assertThat(change.path("operation").asString()).isEqualTo("edit");
    assertThat(change.path("user").asString()).isEqualTo("mira");
    assertThat(change.path("client").asString()).startsWith("holdfast ");
    assertThat(change.path("fields").toString()).isEqualTo("[\"category\"]");
    assertThat(change.path("after").asString()).startsWith(revision);
    assertThat(change.path("kept").asBoolean()).isTrue();
  }

  @Test
  void history_showsTheRevisionThatARenameLeft() {
    run("rename", "bob", "Robert");
    run("edit", "robert", "category=gaming");
    String edited = revision("robert");

    Cli.Run run = run("history", "robert");

    assertThat(run.out().lines().toList().get(1)).startsWith(edited.substring(0, 12));
    assertThat(run.out().lines().toList().get(2))
        .matches("[0-9a-f]{12} .*rename: bob\\.md to robert\\.md.*");
  }

  @Test
  void history_ofNothing_saysSo() {
    assertThat(run("history", "bob")).isEqualTo(new Cli.Run(0, "nothing was changed yet\n", ""));
    assertThat(run("history").out()).isEqualTo("nothing is gone that could be brought back\n");
    assertThat(run("history", "--json").json().size()).isZero();
    assertThat(run("history", "nobody").exitCode()).isEqualTo(1);
  }

  @Test
  void delete_ofSeveral_isOneStep_andEachCanBeBroughtBack() throws IOException {
    Path eve = Files.writeString(folder.resolve("eve.md"), BOB.replace("Bob", "Eve"));

    assertThat(run("delete", "bob", "nobody", "eve").exitCode()).isEqualTo(1);
    assertThat(bob).exists();
    assertThat(eve).exists();

    assertThat(run("delete", "bob", "eve").out())
        .startsWith("deleted bob.md\ndeleted eve.md\nwhat was there before: personas-")
        .containsPattern("-before-delete\\S*\\.zip\n$");
    assertThat(run("history").out()).containsPattern("bob\\.md +Bob +20\\S+ +delete");
    JsonNode gone = run("history", "--json").json();
    assertThat(gone.size()).isEqualTo(2);
    assertThat(gone.path(1).path("name").asString()).isEqualTo("Eve");
    assertThat(gone.path(1).path("change").path("operation").asString()).isEqualTo("delete");

    assertThat(run("undo", "bob").exitCode()).isZero();
    assertThat(run("undo", "Eve").exitCode()).isZero();
    assertThat(bob).hasContent(BOB);
  }

  @Test
  void delete_asJson_isAnObjectForOneAndAListForSeveral() throws IOException {
    Files.writeString(folder.resolve("eve.md"), BOB.replace("Bob", "Eve"));
    Files.writeString(folder.resolve("kim.md"), BOB.replace("Bob", "Kim"));

    assertThat(run("delete", "kim", "--json").json().path("file").asString()).isEqualTo("kim.md");
    assertThat(run("delete", "bob", "eve", "--json").json().path(1).path("file").asString())
        .isEqualTo("eve.md");
  }

  @Test
  void delete_ofSeveralWithOneVersion_isAUsageError() {
    assertThat(run("delete", "bob", "eve", "--if-version", "1.4").exitCode()).isEqualTo(2);
  }

  @Test
  void diff_isTheLatestChangeUnlessOthersAreNamed() {
    run("edit", "bob", "description=One");
    run("edit", "bob", "description=Two");

    assertThat(run("diff", "bob").out())
        .startsWith("--- bob.md ")
        .contains("\n-description: \"One\"\n", "\n+description: \"Two\"\n");
    assertThat(run("diff", "bob", "1.4").out())
        .contains("\n-description: By hand\n", "\n+description: \"Two\"\n");
    assertThat(run("diff", "bob", "1.5", "1.4").out())
        .contains("\n-description: \"One\"\n", "\n+description: By hand\n");
    assertThat(run("diff", "bob", "1.6")).isEqualTo(new Cli.Run(0, "", ""));
  }

  @Test
  void diff_asJson_givesTheTextAsItIs() {
    run("edit", "bob", "instructions=\u001b[2J\r\n");

    JsonNode json = run("diff", "bob", "--json").json();

    assertThat(json.path("file").asString()).isEqualTo("bob.md");
    assertThat(json.path("to").asString()).isEqualTo(revision());
    assertThat(json.path("diff").asString()).contains("\n+\u001b[2J\r\n");
    assertThat(run("diff", "bob").out()).doesNotContain("\u001b").contains("\\u{1b}[2J");
  }

  @Test
  void diff_ofADeletion_isAgainstNothing() {
    run("delete", "bob");

    assertThat(run("diff", "bob").out()).contains("+++ /dev/null\n", "\n-Be Bob.\n");
    assertThat(run("diff", "bob", "1.4")).isEqualTo(run("diff", "bob"));
    assertThat(run("diff", "bob", "1.4", "1.9").exitCode()).isEqualTo(1);
  }

  @Test
  void diff_ofWhatIsNotKept_isRefusedInWords() throws IOException {
    assertThat(run("diff", "bob").err()).contains("nothing was changed in 'bob' yet");
    assertThat(run("diff", "bob", "9.9").exitCode()).isEqualTo(1);
    run("edit", "bob", "category=gaming");
    Files.writeString(bob, BOB.replace("hand", "an editor"));

    Cli.Run run = run("diff", "bob");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("not kept").contains("holdfast personas history bob");
  }

  @Test
  void undo_bringsBackAnyRevision() {
    String original = revision();
    run("edit", "bob", "description=One");
    run("edit", "bob", "description=Two");

    assertThat(run("undo", "bob", original.substring(0, 8)).out())
        .isEqualTo("brought back bob.md: version 1.4\n");
    assertThat(bob).hasContent(BOB);

    JsonNode json = run("undo", "bob", "1.5", "--json").json();
    assertThat(json.path("previousFile").asString()).isEqualTo("bob.md");
    assertThat(json.path("persona").path("description").asString()).isEqualTo("One");
  }

  private String revision() {
    return revision("bob");
  }

  private String revision(String persona) {
    return run("show", persona, "--json").json().path("revision").asString();
  }

  private Cli cli() {
    return new Cli().variable("HOLDFAST_DIR", folder.toString());
  }

  private Cli.Run run(String... words) {
    String[] arguments = new String[words.length + 1];
    arguments[0] = "personas";
    System.arraycopy(words, 0, arguments, 1, words.length);
    return cli().run(arguments);
  }
}
