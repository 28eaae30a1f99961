package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PersonasCommandTest {

  private static final String BROKEN = "---\nname: [\n---\nHello\n";

  @TempDir Path folder;

  @BeforeEach
  void withoutSamples() throws IOException {
    Files.writeString(
        folder.resolve("bob.md"),
        "---\nname: Bob\ndescription: By hand\nversion: \"1.4\"\n---\nBe Bob.\n");
  }

  @Test
  void create_thenShow_givesBackWhatWasGiven() {
    String instructions = "Line 1\n\"quoted\" $(no)\n```\ncode\n```\n日本語 👨‍👩‍👧\n";

    Cli.Run created = create("Alice", "--instructions", instructions, "--triggers", "law, tax");
    JsonNode shown = run("personas", "show", "alice", "--json").json();

    assertThat(created.exitCode()).isZero();
    assertThat(created.out()).contains("created 'Alice'").contains("alice.md");
    assertThat(shown.path("instructions").asString()).isEqualTo(instructions);
    assertThat(shown.path("name").asString()).isEqualTo("Alice");
    assertThat(shown.path("category").asString()).isEqualTo("professional");
    assertThat(shown.path("triggers").toString()).isEqualTo("[\"law\",\"tax\"]");
    assertThat(shown.path("version").asString()).isEqualTo("1.0");
  }

  @Test
  void create_ofANameThatExists_isRefusedAndChangesNothing() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("bob.md"));

    Cli.Run run = create("bob", "--instructions", "x");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("exists").doesNotContain("\tat ");
    assertThat(Files.readAllBytes(folder.resolve("bob.md"))).isEqualTo(before);
  }

  @Test
  void create_readsInstructionsFromAFileAndFromStandardInput(@TempDir Path other)
      throws IOException {
    Path file = Files.writeString(other.resolve("text"), "From a file\n");

    create("One", "--instructions-file", file.toString());
    new Cli()
        .variable("HOLDFAST_DIR", folder + "")
        .input("From input\n")
        .run(createArguments("Two", "--instructions-file", "-"));

    assertThat(instructionsOf("one")).isEqualTo("From a file\n");
    assertThat(instructionsOf("two")).isEqualTo("From input\n");
  }

  @Test
  void create_withoutInstructionsOrWithTwo_isAUsageError() {
    assertThat(create("Two").exitCode()).isEqualTo(2);
    assertThat(create("Two", "--instructions", "a", "--instructions-file", "-").exitCode())
        .isEqualTo(2);
    assertThat(folder.resolve("two.md")).doesNotExist();
  }

  @Test
  void create_byTheAuthorOfTheEnvironment() {
    new Cli()
        .variable("HOLDFAST_DIR", folder + "")
        .variable("HOLDFAST_AUTHOR", "mira")
        .run(createArguments("By Mira", "--instructions", "x"));

    assertThat(run("personas", "show", "by-mira", "--json").json().path("author").asString())
        .isEqualTo("mira");
  }

  @Test
  void create_ofInputThatIsNotText_isRefused() {
    Cli.Run run =
        new Cli()
            .variable("HOLDFAST_DIR", folder + "")
            .input(new ByteArrayInputStream(new byte[] {(byte) 0xff, 65}))
            .run(createArguments("Two", "--instructions-file", "-"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("standard input is not UTF-8").contains("nothing was changed");
  }

  @Test
  void edit_ofSeveralFields_isOneCommit(@TempDir Path other) throws IOException {
    Path file = Files.writeString(other.resolve("text"), "Described in a file\n");

    Cli.Run run =
        run("personas", "edit", "Bob", "category=gaming", "description=@" + file, "triggers=a, b");
    JsonNode shown = run("personas", "show", "bob", "--json").json();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("version 1.5 (was 1.4)");
    assertThat(shown.path("version").asString()).isEqualTo("1.5");
    assertThat(shown.path("category").asString()).isEqualTo("gaming");
    assertThat(shown.path("description").asString()).isEqualTo("Described in a file");
    assertThat(shown.path("triggers").toString()).isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void edit_withOneBadField_changesNone() {
    Cli.Run run = run("personas", "edit", "bob", "category=gaming", "colour=red");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("colour");
    assertThat(run("personas", "show", "bob", "--json").json().path("version").asString())
        .isEqualTo("1.4");
  }

  @Test
  void edit_takesStandardInputAsItIsForInstructionsAndALiteralAtSign() {
    new Cli()
        .variable("HOLDFAST_DIR", folder + "")
        .input("New\n\n")
        .run("personas", "edit", "bob", "instructions=-", "description=@@home");

    JsonNode shown = run("personas", "show", "bob", "--json").json();
    assertThat(shown.path("instructions").asString()).isEqualTo("New\n\n");
    assertThat(shown.path("description").asString()).isEqualTo("@home");
  }

  @Test
  void edit_withoutAssignmentOrWithTheSameFieldTwice_isAUsageError() {
    assertThat(run("personas", "edit", "bob").exitCode()).isEqualTo(2);
    assertThat(run("personas", "edit", "bob", "nonsense").err()).contains("FIELD=VALUE");
    assertThat(run("personas", "edit", "bob", "name=A", "name=B").err()).contains("given twice");
    assertThat(run("personas", "edit", "bob", "name=-", "license=-").err()).contains("only one");
  }

  @Test
  void edit_ofSource_repairsAnInvalidFile(@TempDir Path other) throws IOException {
    Files.writeString(folder.resolve("broken.md"), BROKEN);
    Path good =
        Files.writeString(
            other.resolve("good"), "---\nname: Broken\ndescription: No more\n---\nHello\n");

    Cli.Run run = run("personas", "edit", "broken", "source=@" + good);

    assertThat(run.err()).isEmpty();
    assertThat(run("personas", "validate").exitCode()).isZero();
  }

  @Test
  void list_showsValidOnesInATableAndInvalidOnesWithTheReason() throws IOException {
    Files.writeString(folder.resolve("broken.md"), BROKEN);

    Cli.Run text = run("personas", "list");
    JsonNode json = run("personas", "list", "--json").json();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .containsPattern("bob +Bob +1\\.4 +By hand")
        .contains("broken.md is invalid:")
        .contains("error");
    assertThat(json.size()).isEqualTo(2);
    assertThat(json.path(0).path("valid").asBoolean()).isTrue();
    assertThat(json.path(0).has("instructions")).isFalse();
    assertThat(json.path(1).path("file").asString()).isEqualTo("broken.md");
    assertThat(json.path(1).path("valid").asBoolean()).isFalse();
    assertThat(json.path(1).path("findings").path(0).path("severity").asString())
        .isEqualTo("error");
  }

  @Test
  void validate_failsIfAnyIsInvalid() throws IOException {
    assertThat(run("personas", "validate").exitCode()).isZero();
    Files.writeString(folder.resolve("broken.md"), BROKEN);

    Cli.Run all = run("personas", "validate");
    Cli.Run one = run("personas", "validate", "bob", "--json");

    assertThat(all.exitCode()).isEqualTo(1);
    assertThat(all.out()).contains("bob.md: valid").contains("broken.md: invalid");
    assertThat(one.exitCode()).isZero();
    assertThat(one.json().path(0).path("valid").asBoolean()).isTrue();
  }

  @Test
  void delete_removesOnePersona() {
    Cli.Run run = run("personas", "delete", "bob");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("deleted bob.md\n");
    assertThat(folder.resolve("bob.md")).doesNotExist();
    assertThat(run("personas", "delete", "bob").exitCode()).isEqualTo(1);
  }

  @Test
  void show_doesNotLetAPersonaCommandTheTerminal() throws IOException {
    Files.writeString(
        folder.resolve("evil.md"),
        "---\nname: Evil\ndescription: d\n---\nHello \u001b]0;title\u0007\nnext\n");

    assertThat(run("personas", "show", "evil").out())
        .doesNotContain("\u001b")
        .contains("\\u{1b}]0;title\\u{7}\nnext");
  }

  private String instructionsOf(String persona) {
    return run("personas", "show", persona, "--json").json().path("instructions").asString();
  }

  private Cli.Run create(String name, String... more) {
    return run(createArguments(name, more));
  }

  private static String[] createArguments(String name, String... more) {
    String[] start = {
      "personas", "create", "--name", name, "--description", "d", "--category", "professional"
    };
    String[] all = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return all;
  }

  private Cli.Run run(String... arguments) {
    return new Cli().variable("HOLDFAST_DIR", folder.toString()).run(arguments);
  }
}
