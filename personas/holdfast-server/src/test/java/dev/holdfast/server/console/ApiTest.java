package dev.holdfast.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.console.ConsoleFixture.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ApiTest {

  @TempDir static Path directory;

  private static ConsoleFixture console;

  @BeforeAll
  static void start() throws IOException {
    console = new ConsoleFixture(directory, CatalogOptions.of("1.2.3"));
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  private static Map<String, String> newPersona(String name) {
    return Map.of(
        "name", name, "description", "For a test.", "category", "personal", "instructions", "One.");
  }

  @Test
  void persona_isCreatedEditedComparedUndoneAndDeleted() throws Exception {
    String first =
        console
            .done("POST", "/api/personas", newPersona("Bob"))
            .path("persona")
            .path("revision")
            .asString();
    JsonNode edited =
        console.done(
            "PUT",
            "/api/persona",
            Map.of(
                "persona",
                "bob.md",
                "changes",
                Map.of("instructions", "Two."),
                "expected_version",
                first));
    assertThat(edited.path("persona").path("version").asString()).isEqualTo("1.1");

    JsonNode history =
        console.get("/api/persona/history", Map.of("persona", "bob.md", "limit", "10")).json();
    assertThat(history.path("changes").valueStream().map(c -> c.path("operation").asString()))
        .containsExactly("edit", "create");
    assertThat(history.at("/changes/0/client").asString()).isEqualTo("console");
    assertThat(history.at("/changes/0/user").asString()).isEqualTo("tester");
    assertThat(
            console
                .get("/api/persona/diff", Map.of("persona", "bob.md", "from", first))
                .json()
                .path("diff")
                .asString())
        .contains("-One.", "+Two.");
    assertThat(
            console
                .get("/api/persona/source", Map.of("persona", "bob.md", "revision", first))
                .json()
                .path("text")
                .asString())
        .endsWith("One.");

    console.done("POST", "/api/persona/undo", Map.of("persona", "bob.md", "revision", first));
    assertThat(console.revision("bob.md")).isEqualTo(first);
    Answer deleted =
        console.send(
            HttpRequest.newBuilder(console.uri("/api/persona?persona=bob.md"))
                .header("Holdfast-Console", "1")
                .DELETE());
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(console.get("/api/deleted").json().at("/deleted/0/fileName").asString())
        .isEqualTo("bob.md");
  }

  @Test
  void edit_afterSomebodyElsesEdit_isRefusedAndOverwritesNothing() throws Exception {
    console.done("POST", "/api/personas", newPersona("Carol"));
    String seen = console.revision("carol.md");
    console.write("carol.md", "Carol", "By another hand.");

    console.refused(
        409,
        "CHANGED",
        console.change(
            "PUT",
            "/api/persona",
            Map.of(
                "persona",
                "carol.md",
                "changes",
                Map.of("instructions", "Mine."),
                "expected_version",
                seen)));

    assertThat(console.folder.resolve("carol.md")).content().endsWith("By another hand.");
  }

  @Test
  void invalidPersona_hasStatusAndSource() throws Exception {
    Files.writeString(console.folder.resolve("broken.md"), "---\nname: [unclosed\n---\ntext\n");
    try {
      console.refused(
          422,
          "INVALID_FILE",
          HttpRequest.newBuilder(console.uri("/api/persona?persona=broken.md")));
      JsonNode source = console.get("/api/persona/source?persona=broken.md").json();
      assertThat(source.path("text").asString()).contains("[unclosed");
      assertThat(source.path("exact").asBoolean()).isTrue();
      JsonNode report = console.get("/api/persona/validation?persona=broken.md").json();
      assertThat(report.path("valid").asBoolean(true)).isFalse();
    } finally {
      Files.delete(console.folder.resolve("broken.md"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND, GET, /api/persona?persona=nobody",
    "404, NOT_FOUND, GET, /api/nothing",
    "404, NOT_FOUND, GET, /api/persona/source?persona=nobody",
    "400, INVALID_ARGUMENT, GET, /api/persona",
    "400, INVALID_ARGUMENT, GET, /api/persona?persona=alice&persona=bob",
    "400, INVALID_ARGUMENT, GET, /api/personas?limit=0",
    "405, METHOD_NOT_ALLOWED, POST, /api/locks",
    "400, INVALID_ARGUMENT, POST, /api/personas",
    "404, NOT_FOUND, POST, /api/persona/undo",
  })
  void refusal_hasItsStatusAndSaysWhatToDo(int status, String code, String method, String path)
      throws Exception {
    console.refused(
        status,
        code,
        method.equals("GET")
            ? HttpRequest.newBuilder(console.uri(path))
            : console.change(
                method,
                path,
                path.endsWith("undo") ? Map.of("persona", "nobody") : Map.of("name", 5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{\"a\":1,\"a\":2}", "{} {}", "\"text\""})
  void body_thatIsNoObject_isRefused(String body) throws Exception {
    console.refused(
        400,
        "INVALID_ARGUMENT",
        HttpRequest.newBuilder(console.uri("/api/personas"))
            .header("Holdfast-Console", "1")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void body_thatIsTooLong_isRefused() throws Exception {
    console.refused(
        413,
        "TOO_LARGE",
        console.change("POST", "/api/personas", Map.of("name", "x".repeat(3 << 20))));
  }

  @ParameterizedTest
  @CsvSource({
    "403, FORBIDDEN, Content-Type: application/json",
    "403, FORBIDDEN, Content-Type: text/plain",
    "415, UNSUPPORTED_MEDIA_TYPE, Holdfast-Console: 1; Content-Type: text/plain",
    "415, UNSUPPORTED_MEDIA_TYPE, Holdfast-Console: 1",
    "403, FORBIDDEN, Holdfast-Console: 1; Content-Type: application/json; Sec-Fetch-Site: cross-site",
    "403, FORBIDDEN, Holdfast-Console: 1; Content-Type: application/json; Sec-Fetch-Site: same-site",
  })
  void change_fromAnotherPage_isRefused(int status, String code, String headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(console.uri("/api/backups")).POST(BodyPublishers.ofString("{}"));
    for (String header : headers.split("; ", -1)) {
      int colon = header.indexOf(": ");
      request.header(header.substring(0, colon), header.substring(colon + 2));
    }
    console.refused(status, code, request);
    assertThat(console.get("/api/backups").json().path("total").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1"})
  void request_ofAnotherOrigin_isRefused(String origin) throws Exception {
    Answer answer =
        console.send(HttpRequest.newBuilder(console.uri("/api/personas")).header("Origin", origin));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.response().body()).doesNotContain("Alice");
  }

  @Test
  void caller_whoMayOnlyRead_changesNothing() throws Exception {
    // At this path everybody has a token for reading.
    console.refused(403, "FORBIDDEN", console.change("POST", "/api/health/check", Map.of()));
    assertThat(console.get("/api/health").json().path("ready").asBoolean()).isTrue();
  }

  @Test
  void restore_needsMoreThanWriting() throws Exception {
    // At this path everybody has a token for writing.
    console.refused(
        403,
        "FORBIDDEN",
        console.change("POST", "/api/backup/restore", Map.of("name", "x.zip", "dry_run", true)));
  }

  @Test
  void locks_nameThePrograms() throws Exception {
    try (LockHandle _ =
        console.locks.acquire(LockRequest.exclusive("persona:zoe").purpose("look at <b>"))) {
      JsonNode locks = console.get("/api/locks").json();
      assertThat(locks.at("/resources/0/resource").asString()).isEqualTo("persona:zoe");
      assertThat(locks.at("/resources/0/holders/0/purpose").asString()).isEqualTo("look at <b>");
      assertThat(locks.at("/processes/0/pid").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(locks.at("/processes/0/program").asString()).isEqualTo("java");
      assertThat(locks.at("/processes/0/thisServer").asBoolean()).isTrue();
    }
  }

  @Test
  void events_tellOfLocksAndOfPersonasThatOthersChange() throws Exception {
    InputStream stream =
        console
            .client
            .send(
                HttpRequest.newBuilder(console.uri("/api/events")).build(),
                BodyHandlers.ofInputStream())
            .body();
    try (BufferedReader events = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      assertThat(next(events, "locks").path("at").asString()).isNotEmpty();
      try (LockHandle _ = console.locks.acquire(LockRequest.exclusive("demo"))) {
        assertThat(next(events, "locks").at("/resources/0/resource").asString()).isEqualTo("demo");
      }
      console.write("dora.md", "Dora", "New.");
      assertThat(next(events, "personas").toString()).contains("dora.md", "created");
      assertThat(next(events, "sample").path("at").asLong()).isPositive();
    }
  }

  /** Waits for an event of a kind. */
  private static JsonNode next(BufferedReader events, String kind) throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.equals("event: " + kind)) {
        return ConsoleFixture.MAPPER.readTree(events.readLine().substring("data: ".length()));
      }
    }
    throw new IOException("the stream has ended");
  }

  private static Map<String, String> file(String name, String content) {
    return Map.of(
        "name", name, "content", Base64.getEncoder().encodeToString(content.getBytes(UTF_8)));
  }

  private static String markdown(String name) {
    return "---\nname: " + name + "\ndescription: About " + name + ".\n---\nText.\n";
  }

  @Test
  void import_ofSeveralFiles_isTriedThenDone() throws Exception {
    List<Map<String, String>> files =
        List.of(
            file("../../erin.md", markdown("Erin")),
            file("erin.md", markdown("Frank")),
            file("con\u0000:|.md", markdown("Grace")));
    JsonNode plan = console.done("POST", "/api/import", Map.of("files", files, "dry_run", true));
    assertThat(plan.path("created").asInt()).isEqualTo(3);
    assertThat(console.folder.resolve("erin.md")).doesNotExist();

    JsonNode done = console.done("POST", "/api/import", Map.of("files", files));
    assertThat(done.path("created").asInt()).isEqualTo(3);
    assertThat(console.get("/api/personas").response().body()).contains("Erin", "Frank", "Grace");
    try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(temporary.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(Upload.PREFIX));
    }
  }

  @Test
  void import_neverReadsAPathOfTheServer() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret.md"), markdown("Secret"));
    console.refused(
        400,
        "INVALID_ARGUMENT",
        console.change("POST", "/api/import", Map.of("source", secret.toString())));
    console.done(
        "POST",
        "/api/import",
        Map.of("source", secret.toString(), "files", List.of(file("h.md", markdown("Heidi")))));
    assertThat(console.get("/api/personas").response().body())
        .contains("Heidi")
        .doesNotContain("Secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.exe", "x", "", ".."})
  void import_ofAFileThatIsNone_isRefused(String name) throws Exception {
    console.refused(
        400,
        "INVALID_ARGUMENT",
        console.change("POST", "/api/import", Map.of("files", List.of(file(name, "x")))));
  }

  @Test
  void export_givesABundleThatCanBeImported() throws Exception {
    JsonNode bundle = console.get("/api/export?format=json").json();
    assertThat(bundle.path("exported").asInt()).isPositive();
    JsonNode plan =
        console.done(
            "POST",
            "/api/import",
            Map.of(
                "files",
                List.of(file("all.json", bundle.path("content").asString())),
                "conflict",
                "skip",
                "dry_run",
                true));
    assertThat(plan.path("skipped").asInt()).isEqualTo(bundle.path("exported").asInt());
  }
}
