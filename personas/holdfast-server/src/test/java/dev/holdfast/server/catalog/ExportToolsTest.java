package dev.holdfast.server.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaRules;
import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportToolsTest {

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

  @Test
  void exportPersona_inEveryFormat_isTakenAgainByteForByte() throws IOException {
    Path file = fixture.folder.resolve("alice.md");
    byte[] bytes = Files.readAllBytes(file);
    for (String format : List.of("markdown", "json", "base64")) {
      Answer export = fixture.call("export_persona", Map.of("persona", "alice", "format", format));
      assertThat(export.field("format")).isEqualTo(format);
      assertThat(export.text()).endsWith(export.field("content"));
      fixture.call("delete_persona", Map.of("persona", "alice"));
      fixture.call("import_persona", Map.of("source", export.field("content")));
      assertThat(Files.readAllBytes(file)).as(format).isEqualTo(bytes);
    }
    assertThat(fixture.call("export_persona", Map.of("persona", "alice")).field("content"))
        .isEqualTo(new String(bytes, UTF_8));
  }

  @Test
  void exportPersona_asJson_isWhatV1Makes_byTheUser() {
    fixture.call("set_user_identity", Map.of("username", "Berta"));
    Answer export = fixture.call("export_persona", Map.of("persona", "alice", "format", "json"));
    JsonNode json = JsonMapper.shared().readTree(export.field("content"));
    assertThat(json.path("metadata").path("name").asString()).isEqualTo("Alice");
    assertThat(json.path("content").asString()).isEqualTo("Answers kindly.");
    assertThat(json.path("filename").asString()).isEqualTo("alice.md");
    assertThat(json.path("exportedBy").asString()).isEqualTo("Berta");
  }

  @Test
  void exportPersona_ofBytesThatAreNoText_isRefusedWithAWay() throws IOException {
    Files.write(fixture.folder.resolve("bytes.md"), new byte[] {'-', '-', '-', '\n', (byte) 0xff});
    assertThat(fixture.fail("INVALID_FILE", "export_persona", Map.of("persona", "bytes.md")).hint())
        .contains("share_persona");
    Answer link = fixture.call("share_persona", Map.of("persona", "bytes.md"));
    assertThat(link.field("link")).startsWith("data:text/markdown");
  }

  @Test
  void sharePersona_givesALinkThatImportTakes_andDoesNotExpire() throws IOException {
    Path file = fixture.folder.resolve("alice.md");
    byte[] bytes = Files.readAllBytes(file);
    Answer share = fixture.call("share_persona", Map.of("persona", "alice", "expiryDays", 7));
    assertThat(share.text()).contains("does not expire").endsWith(share.field("link"));
    fixture.call("delete_persona", Map.of("persona", "alice"));
    fixture.call("import_persona", Map.of("source", share.field("link")));
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void exportAllPersonas_givesOneBundle_withoutWhatIsInvalid_andTellsProgress() throws IOException {
    fixture.writeFile("bob.md", "Bob", "b");
    fixture.writeInvalidFile("broken.md");
    Files.createSymbolicLink(fixture.folder.resolve("link.md"), Path.of("bob.md"));
    RecordedCall call = RecordedCall.by("client");
    fixture.context = call;
    for (String format : List.of("json", "base64")) {
      Answer all = fixture.call("export_all_personas", Map.of("format", format));
      assertThat(all.structured().path("exported").asInt()).isEqualTo(2);
      assertThat(all.structured().path("leftOut").path(0).path("fileName").asString())
          .isEqualTo("broken.md");
      assertThat(all.structured().path("leftOut").path(1).path("fileName").asString())
          .isEqualTo("link.md");
      String content = all.field("content");
      String json =
          format.equals("json") ? content : new String(Base64.getDecoder().decode(content), UTF_8);
      JsonNode bundle = JsonMapper.shared().readTree(json);
      assertThat(bundle.path("version").asString()).isEqualTo("1.0.0");
      assertThat(bundle.path("personaCount").asInt()).isEqualTo(2);
      Answer dry =
          fixture.call(
              "import_persona", Map.of("source", content, "conflict", "skip", "dry_run", true));
      assertThat(dry.structured().path("skipped").asInt()).isEqualTo(2);
    }
    assertThat(call.steps).contains(new RecordedCall.Step(3, 4, "Reading personas"));
  }

  @Test
  void exportAllPersonas_withoutDefaults_leavesOutUnchangedSamplesOnly() throws IOException {
    Path folder = directory.resolve("samples");
    Files.createDirectory(folder);
    try (CatalogFixture samples = CatalogFixture.ofSamples(folder)) {
      samples.call(
          "edit_persona",
          Map.of("persona", "lantern-keeper", "field", "description", "value", "Mine."));
      Answer own = samples.call("export_all_personas", Map.of("includeDefaults", false));
      assertThat(own.structured().path("exported").asInt()).isEqualTo(1);
      assertThat(own.field("content")).contains("\"filename\":\"lantern-keeper.md\"");
      assertThat(samples.call("export_all_personas").structured().path("exported").asInt())
          .isEqualTo(5);
    }
  }

  @Test
  void exportAllPersonas_ofMoreThanAnAnswerHolds_isRefused() throws IOException {
    String instructions = "x".repeat(PersonaRules.MAX_FILE_BYTES - 1_000);
    for (int i = 0; i < 17; i++) {
      fixture.writeFile("large-" + i + ".md", "Large " + i, instructions);
    }
    ToolResult.Failure failure = fixture.fail("TOO_LARGE", "export_all_personas", Map.of());
    assertThat(failure.message()).contains("8 MiB");
    assertThat(failure.hint()).contains("holdfast personas export --all --output FILE");
  }

  @Test
  void exportAllPersonas_thatIsCancelled_ends() throws IOException {
    fixture.writeFile("bob.md", "Bob", "b");
    fixture.context = RecordedCall.cancelledAt(1);
    fixture.fail("INTERRUPTED", "export_all_personas", Map.of());
  }
}
