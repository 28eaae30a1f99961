package dev.holdfast.server.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ImportToolsTest {

  private static final String BOB = persona("Bob", "Builds.");

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

  private static String persona(String name, String instructions) {
    return "---\nname: " + name + "\ndescription: d\nversion: 1.0\n---\n" + instructions;
  }

  private static String bundle(String... names) {
    StringBuilder personas = new StringBuilder();
    for (String name : names) {
      personas
          .append(personas.isEmpty() ? "" : ",")
          .append("{\"metadata\":{\"name\":\"")
          .append(name)
          .append("\",\"description\":\"d\"},\"content\":\"new\"}");
    }
    return "{\"version\":\"1.0.0\",\"personas\":[" + personas + "]}";
  }

  private List<String> files() {
    return fixture.listedFiles(fixture.call("list_personas"));
  }

  private static List<String> outcomes(Answer answer) {
    return answer
        .structured()
        .path("items")
        .valueStream()
        .map(item -> item.path("outcome").asString())
        .toList();
  }

  @Test
  void importPersona_ofText_createsIt_byTheUserWithTheClient() {
    fixture.context = RecordedCall.by("client 1");
    Answer imported = fixture.call("import_persona", Map.of("source", "\n " + BOB));
    assertThat(imported.structured().path("created").asInt()).isEqualTo(1);
    JsonNode item = imported.structured().path("items").path(0);
    assertThat(item.path("name").asString()).isEqualTo("Bob");
    assertThat(item.path("fileName").asString()).isEqualTo("bob.md");
    assertThat(imported.text()).contains("1 created", "**Bob** (`bob.md`)");
    JsonNode change =
        fixture
            .call("persona_history", Map.of("persona", "bob"))
            .structured()
            .path("changes")
            .path(0);
    assertThat(change.path("operation").asString()).isEqualTo("import");
    assertThat(change.path("client").asString()).isEqualTo("client 1");
  }

  @Test
  void importPersona_ofOneThatIsThere_doesWhatTheConflictPolicySays() {
    String both = bundle("Alice", "Bob");
    assertThat(fixture.fail("ALREADY_EXISTS", "import_persona", Map.of("source", both)).message())
        .contains("alice.md");
    assertThat(files()).containsExactly("alice.md");
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("source", both);
    arguments.put("dry_run", true);
    Answer dry = fixture.call("import_persona", arguments);
    assertThat(outcomes(dry)).containsExactly("conflict", "created");
    assertThat(dry.structured().path("dryRun").asBoolean()).isTrue();
    assertThat(dry.structured().path("refused").asInt()).isEqualTo(1);
    assertThat(dry.text()).startsWith("This would be done");
    arguments.put("conflict", "rename");
    assertThat(outcomes(fixture.call("import_persona", arguments)))
        .containsExactly("renamed", "created");
    assertThat(files()).containsExactly("alice.md");
    arguments.put("dry_run", false);
    fixture.call("import_persona", arguments);
    assertThat(files()).containsExactly("alice-2.md", "alice.md", "bob.md");
    arguments.put("conflict", "skip");
    assertThat(outcomes(fixture.call("import_persona", arguments)))
        .containsExactly("skipped", "skipped");
    arguments.put("conflict", "overwrite");
    assertThat(outcomes(fixture.call("import_persona", arguments)))
        .containsExactly("overwritten", "overwritten");
    fixture.call("undo_persona", Map.of("persona", "alice.md"));
    assertThat(
            fixture
                .call("get_persona_details", Map.of("persona", "alice.md"))
                .persona()
                .path("instructions")
                .asString())
        .isEqualTo("Answers kindly.");
  }

  @Test
  void importPersona_withOverwriteOfV1_overwrites_butNotAgainstAPolicy() {
    assertThat(
            outcomes(
                fixture.call(
                    "import_persona", Map.of("source", bundle("Alice"), "overwrite", true))))
        .containsExactly("overwritten");
    fixture.fail(
        "INVALID_ARGUMENT",
        "import_persona",
        Map.of("source", bundle("Alice"), "overwrite", true, "conflict", "skip"));
    fixture.fail(
        "INVALID_ARGUMENT", "import_persona", Map.of("source", BOB, "conflict", "replace"));
  }

  @Test
  void importPersona_withOneThatIsInvalid_importsNone() {
    String one = "{\"metadata\":{\"name\":\"Bob\",\"description\":\"d\"},\"content\":\"b\"}";
    String other = "{\"metadata\":{\"name\":\"\",\"description\":\"d\"},\"content\":\"c\"}";
    String source = "{\"version\":\"1.0.0\",\"personas\":[" + one + "," + other + "]}";
    fixture.fail("INVALID_FILE", "import_persona", Map.of("source", source));
    assertThat(files()).containsExactly("alice.md");
    Answer dry = fixture.call("import_persona", Map.of("source", source, "dry_run", true));
    assertThat(outcomes(dry)).containsExactly("created", "invalid");
    assertThat(dry.structured().path("items").path(1).path("findings").size()).isPositive();
  }

  @Test
  void importPersona_ofPath_readsFilesFoldersAndArchives() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("given"));
    Path file = Files.writeString(folder.resolve("bob.md"), BOB);
    Files.writeString(folder.resolve("ignored.html"), "x");
    Path json = Files.writeString(directory.resolve("bundle.json"), bundle("Carl", "Dora"));
    Path zip = directory.resolve("all.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("erik.md"));
      entries.write(persona("Erik", "e").getBytes(UTF_8));
      entries.closeEntry();
    }
    fixture.call("import_persona", Map.of("source", file.toString()));
    fixture.call("import_persona", Map.of("source", " " + json + "\n"));
    fixture.call("import_persona", Map.of("source", zip.toString()));
    assertThat(
            outcomes(
                fixture.call(
                    "import_persona", Map.of("source", folder.toString(), "conflict", "skip"))))
        .containsExactly("skipped");
    assertThat(files()).containsExactly("alice.md", "bob.md", "carl.md", "dora.md", "erik.md");
  }

  @Test
  void importPersona_ofPathThatMayBeAnything_isNotRead() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), BOB);
    Path link = Files.createSymbolicLink(directory.resolve("link.md"), secret);
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Path linkToFolder = Files.createSymbolicLink(directory.resolve("to-folder"), folder);
    Path linkInFolder = Files.createSymbolicLink(folder.resolve("link.md"), secret);
    for (Path path : List.of(secret, link, linkToFolder, Path.of("/dev/zero"))) {
      assertThat(
              fixture
                  .fail("INVALID_ARGUMENT", "import_persona", Map.of("source", path.toString()))
                  .message())
          .contains(path.toString().substring(0, Math.min(40, path.toString().length())))
          .doesNotContain("Bob");
    }
    fixture.fail("INVALID_VALUE", "import_persona", Map.of("source", folder.toString()));
    Files.delete(linkInFolder);
    for (String source : List.of("bob.md", "../bob.md", "./x.json", "file:///etc/x.md")) {
      fixture.fail("INVALID_ARGUMENT", "import_persona", Map.of("source", source));
    }
    fixture.fail("INVALID_VALUE", "import_persona", Map.of("source", "/no/such/file.md"));
    fixture.fail("INVALID_VALUE", "import_persona", Map.of("source", "hello"));
    assertThat(files()).containsExactly("alice.md");
  }

  @Test
  void importPersona_ofUrlThatIsNotPublicHttps_isRefused() {
    for (String url :
        List.of(
            "http://example.org/a.md",
            "https://127.0.0.1/a.md",
            "https://[::1]/a.md",
            "https://169.254.169.254/latest/meta-data",
            "https://user:secret@example.org/a.md")) {
      fixture.fail("INVALID_VALUE", "import_persona", Map.of("source", url));
    }
    fixture.fail("INVALID_ARGUMENT", "import_persona", Map.of("source", "https://exa mple.org/"));
  }

  @Test
  void importPersona_tellsProgressOfBothReadings() {
    RecordedCall call = RecordedCall.by("client");
    fixture.context = call;
    fixture.call("import_persona", Map.of("source", bundle("Bob", "Carl")));
    assertThat(call.steps)
        .containsExactly(
            new RecordedCall.Step(1, 0, "Checking personas"),
            new RecordedCall.Step(2, 0, "Checking personas"),
            new RecordedCall.Step(3, 4, "Writing personas"),
            new RecordedCall.Step(4, 4, "Writing personas"));
  }

  @Test
  void importPersona_thatIsCancelledAtAnyStep_importsNone() {
    for (int step = 0; step < 4; step++) {
      fixture.context = RecordedCall.cancelledAt(step);
      fixture.fail("INTERRUPTED", "import_persona", Map.of("source", bundle("Bob", "Carl")));
      fixture.context = CallContext.NONE;
      assertThat(files()).containsExactly("alice.md");
    }
  }
}
