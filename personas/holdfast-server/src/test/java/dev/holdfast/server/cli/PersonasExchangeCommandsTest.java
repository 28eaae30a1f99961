package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.exchange.DataLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code personas export} and {@code personas import}. */
class PersonasExchangeCommandsTest {

  /** A comment, CRLF: what fields and instructions alone would not give back. */
  private static final String BOB =
      "---\nname: Bob # by hand\ndescription: d\nversion: \"1.4\"\n---\nBe Bob 日本.\r\n";

  private static final String EVE = "---\nname: Eve\ndescription: d\n---\nBe Eve.\n";
  private static final String BROKEN = "---\nname: [\n---\nHello\n";

  @TempDir Path folder;
  @TempDir Path other;
  @TempDir Path work;

  @BeforeEach
  void withoutSamples() throws IOException {
    Files.writeString(folder.resolve("bob.md"), BOB);
    Files.writeString(folder.resolve("eve.md"), EVE);
    Files.writeString(other.resolve("zoe.md"), EVE.replace("Eve", "Zoe"));
  }

  @Test
  void export_ofOne_isItsFile() {
    assertThat(run("export", "Bob")).isEqualTo(new Cli.Run(0, BOB, ""));
  }

  @Test
  void everyFormat_comesBackByteForByte() throws IOException {
    Path json = work.resolve("all.json");
    Path base64 = work.resolve("bob.txt");
    Path files = work.resolve("files");

    assertThat(run("export", "--all", "--output", json.toString()).out())
        .isEqualTo("exported 2 personas: %s\n".formatted(json));
    run("export", "bob", "--format", "base64", "--output", base64.toString());
    run("export", "bob", "eve", "--format", "folder", "--output", files.toString());

    for (List<String> sources :
        List.of(
            List.of(json.toString()),
            List.of(base64.toString(), folder.resolve("eve.md").toString()),
            List.of(files.toString()))) {
      try (Stream<Path> old = Files.list(other)) {
        for (Path file : old.filter(f -> f.toString().endsWith(".md")).toList()) {
          Files.delete(file);
        }
      }
      Files.writeString(other.resolve("zoe.md"), EVE.replace("Eve", "Zoe"));

      Cli.Run run = into("import", sources);

      assertThat(run.err()).isEmpty();
      assertThat(Files.readString(other.resolve("bob.md"))).isEqualTo(BOB);
      assertThat(Files.readString(other.resolve("eve.md"))).isEqualTo(EVE);
    }
  }

  @Test
  void export_asJson_ofOneIsAnObject_ofAllABundle() {
    JsonNode one = run("export", "bob", "--format", "json").json();
    JsonNode all = run("export", "--all").json();

    assertThat(one.path("metadata").path("name").asString()).isEqualTo("Bob");
    assertThat(one.path("filename").asString()).isEqualTo("bob.md");
    assertThat(all.path("personaCount").asInt()).isEqualTo(2);
    assertThat(all.path("personas").path(1).path("content").asString()).isEqualTo("Be Eve.\n");
  }

  @Test
  void export_toAFile_tellsInJsonWhatWasWritten() {
    Path file = work.resolve("b.md");

    JsonNode json = run("export", "bob", "-o", file.toString(), "--json").json();

    assertThat(json.path("format").asString()).isEqualTo("markdown");
    assertThat(json.path("output").asString()).isEqualTo(file.toString());
    assertThat(json.path("personas").asInt()).isEqualTo(1);
  }

  @Test
  void export_thatFails_leavesTheOldFileAndPrintsNothing() throws IOException {
    Files.writeString(folder.resolve("broken.md"), BROKEN);
    Path file = Files.writeString(work.resolve("old.json"), "old");

    Cli.Run toFile = run("export", "bob", "broken", "-o", file.toString());
    Cli.Run unknown = run("export", "bob", "nobody");

    assertThat(toFile.exitCode()).isEqualTo(1);
    assertThat(toFile.err()).contains("broken.md").doesNotContain("\tat ");
    assertThat(file).hasContent("old");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.out()).isEmpty();
  }

  @Test
  void export_ofAll_leavesOutWhatCannotBeExported_andSaysSo() throws IOException {
    Files.writeString(folder.resolve("broken.md"), BROKEN);
    Files.createSymbolicLink(folder.resolve("link.md"), Path.of("bob.md"));
    Path file = work.resolve("all.json");

    Cli.Run run = run("export", "--all", "-o", file.toString(), "--json");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).containsSubsequence("left out: 'broken.md': ", "left out: 'link.md': ");
    assertThat(run.json().path("personas").asInt()).isEqualTo(2);
    assertThat(run.json().path("leftOut").path(1).path("file").asString()).isEqualTo("link.md");
    assertThat(into("import", List.of(file.toString())).exitCode()).isZero();
  }

  @Test
  void export_toAFolder_takesInvalidOnesToo_andOverwritesNothing() throws IOException {
    Files.writeString(folder.resolve("broken.md"), BROKEN);
    String files = work.resolve("files").toString();

    assertThat(run("export", "--all", "--format", "folder", "-o", files).exitCode()).isZero();
    assertThat(work.resolve("files/broken.md")).hasContent(BROKEN);

    Cli.Run again = run("export", "--all", "--format", "folder", "-o", files);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("is not empty");
  }

  @Test
  void export_calledWrongly_isAUsageError() {
    assertThat(run("export").err()).contains("--all");
    assertThat(run("export", "bob", "--all").exitCode()).isEqualTo(2);
    assertThat(run("export", "--all", "--format", "markdown").exitCode()).isEqualTo(2);
    assertThat(run("export", "--all", "--format", "folder").err()).contains("--output");
    assertThat(run("export", "bob", "--json").err()).contains("--format json");
    assertThat(run("export", "bob", "bob.md").err()).contains("named twice");
    assertThat(run("export", "bob", "--format", "xml").err())
        .contains("'xml' is none of markdown, json, base64, folder");
  }

  @Test
  void import_reportsEachPersona() {
    Cli.Run run = into("import", List.of(folder.toString()));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("created +bob\\.md +Bob +bob\\.md")
        .containsPattern("created +eve\\.md +Eve +eve\\.md")
        .endsWith("2 created\n");
  }

  @Test
  void import_ofOneThatIsThere_followsThePolicy() throws IOException {
    String changed = BOB.replace("Be Bob", "Be another Bob");
    String source = Files.writeString(work.resolve("in.md"), changed).toString();

    Cli.Run failed = run("import", source);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).contains("there already").contains("overwrite");
    assertThat(run("import", "--conflict", "skip", source).out()).endsWith("1 skipped\n");
    assertThat(Files.readString(folder.resolve("bob.md"))).isEqualTo(BOB);

    assertThat(run("import", "--conflict", "rename", source).out())
        .containsPattern("renamed +bob-2\\.md +Bob 2 +in\\.md");
    assertThat(run("import", "--conflict", "overwrite", source).out())
        .contains("1 overwritten\nwhat was there before: personas-")
        .endsWith("-before-import.zip\n");
    assertThat(Files.readString(folder.resolve("bob.md"))).isEqualTo(changed);
    run("undo", "bob");
    assertThat(Files.readString(folder.resolve("bob.md"))).isEqualTo(BOB);
  }

  @Test
  void import_dryRun_tellsAllAndChangesNothing() throws IOException {
    Path in = Files.createDirectory(work.resolve("in"));
    Files.writeString(in.resolve("bob.md"), BOB);
    Files.writeString(in.resolve("broken.md"), BROKEN);
    Files.writeString(in.resolve("zoe.md"), EVE.replace("Eve", "Zoe"));

    Cli.Run text = run("import", "--dry-run", in.toString());
    Cli.Run json = run("import", "--dry-run", "--json", in.toString());

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .containsPattern("conflict +bob\\.md")
        .contains("broken.md:\n  error at 3:")
        .endsWith("would be refused: 1 created, 1 conflict, 1 invalid; nothing was changed\n");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().path("refused").asBoolean()).isTrue();
    assertThat(json.json().path("created").asInt()).isEqualTo(1);
    assertThat(json.json().path("personas").path(1).path("outcome").asString())
        .isEqualTo("invalid");
    assertThat(folder.resolve("zoe.md")).doesNotExist();
    assertThat(run("import", "--dry-run", in.resolve("zoe.md").toString()).exitCode()).isZero();
    assertThat(folder.resolve("zoe.md")).doesNotExist();
  }

  @Test
  void import_ofSeveralSources_isOneStep() throws IOException {
    String good = Files.writeString(work.resolve("kim.md"), EVE.replace("Eve", "Kim")).toString();
    String bad = Files.writeString(work.resolve("broken.md"), BROKEN).toString();

    assertThat(run("import", good, bad).exitCode()).isEqualTo(1);
    assertThat(folder.resolve("kim.md")).doesNotExist();
    assertThat(run("import", good, work.resolve("none.md").toString()).err()).contains("none.md");
    assertThat(folder.resolve("kim.md")).doesNotExist();
  }

  @Test
  void import_takesStandardInputAndDataLinks() throws IOException {
    String link = DataLink.of(EVE.replace("Eve", "Linked").getBytes(StandardCharsets.UTF_8));

    Cli.Run input =
        cli(folder).input("\n  " + EVE.replace("Eve", "Pasted")).run("personas", "import", "-");

    assertThat(input.out()).containsPattern("created +pasted\\.md +Pasted\n");
    assertThat(run("import", link).out()).containsPattern("created +linked\\.md +Linked\n");
    assertThat(Files.readString(folder.resolve("pasted.md")))
        .isEqualTo(EVE.replace("Eve", "Pasted"));
    assertThat(run("import", "-", "-").exitCode()).isEqualTo(2);
  }

  @Test
  void import_ofAnAddressThatIsNotPublic_isRefused() {
    for (String url :
        List.of("https://127.0.0.1/a.md", "http://example.org/a.md", "HTTPS://localhost/a.md")) {
      Cli.Run run = run("import", url);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("is not fetched").doesNotContain("\tat ");
    }
    assertThat(run("import", "https://a b/").err()).contains("not a URL");
  }

  @Test
  void import_withAnUnknownPolicy_namesTheChoices() {
    assertThat(run("import", "--conflict", "merge", "x.md").err())
        .contains("'merge' is none of fail, skip, overwrite, rename");
  }

  private static Cli cli(Path store) {
    return new Cli().variable("HOLDFAST_DIR", store.toString());
  }

  private Cli.Run run(String... words) {
    return run(folder, Stream.of(words));
  }

  private Cli.Run into(String command, List<String> sources) {
    return run(other, Stream.concat(Stream.of(command), sources.stream()));
  }

  private static Cli.Run run(Path store, Stream<String> words) {
    return cli(store).run(Stream.concat(Stream.of("personas"), words).toArray(String[]::new));
  }
}
