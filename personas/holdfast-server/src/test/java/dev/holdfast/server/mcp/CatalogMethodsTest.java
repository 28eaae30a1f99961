package dev.holdfast.server.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.NewPersona;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.catalog.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Resources, prompts, completions and announcements over the wire, of a real folder. */
@Timeout(120)
class CatalogMethodsTest {

  private static final String RESOURCES_CHANGED = "notifications/resources/list_changed";
  private static final String PROMPTS_CHANGED = "notifications/prompts/list_changed";

  @TempDir Path directory;
  private Path folder;
  private FileLockManager locks;
  private PersonaStore store;
  private TestClient client;
  private final List<String> announced = new ArrayList<>();
  private int lastId;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(directory.resolve("p"));
    write("alice.md", "Alice", "Answers kindly.\n");
    locks = FileLockManager.inProcess();
    store = PersonaFolder.open(folder, locks, Actor.of("tester"), Clock.systemUTC());
    client = new TestClient(new StdioServer(Catalog.of(store, locks, CatalogOptions.of("1")), "1"));
    client.initialize("2025-11-25");
  }

  @AfterEach
  void close() {
    client.endInput();
    client.awaitEnd();
    store.close();
    locks.close();
  }

  private void write(String fileName, String name, String instructions) throws IOException {
    Files.writeString(folder.resolve(fileName), text(name, instructions));
  }

  private static String text(String name, String instructions) {
    return "---\nname: " + name + "\ndescription: About " + name + ".\n---\n" + instructions;
  }

  /** The answer to a request; what is announced meanwhile is kept. */
  private JsonNode ask(String method, Object params) {
    String id = "q" + ++lastId;
    client.send(
        TestClient.request("\"" + id + "\"", method, Json.MAPPER.writeValueAsString(params)));
    while (true) {
      JsonNode message = client.next();
      if (message.has("id")) {
        assertThat(message.path("id").asString("")).as(message.toString()).isEqualTo(id);
        return message;
      }
      note(message);
    }
  }

  private void note(JsonNode message) {
    String uri = message.path("params").path("uri").asString("");
    announced.add(message.path("method").asString() + (uri.isEmpty() ? "" : " " + uri));
  }

  private JsonNode result(String method, Object params) {
    JsonNode answer = ask(method, params);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    return answer.path("result");
  }

  private JsonNode error(int code, String method, Object params) {
    JsonNode answer = ask(method, params);
    assertThat(answer.path("error").path("code").asInt(0)).as(answer.toString()).isEqualTo(code);
    assertThat(answer.path("error").path("message").asString())
        .isNotBlank()
        .doesNotContain("Exception", "null");
    return answer.path("error");
  }

  private JsonNode content(String uri) {
    JsonNode contents = result("resources/read", Map.of("uri", uri)).path("contents");
    assertThat(contents.size()).isEqualTo(1);
    assertThat(contents.path(0).path("uri").asString()).isEqualTo(uri);
    return contents.path(0);
  }

  /** Waits until this was announced, and forgets what was until then. */
  private void awaitAnnounced(String what) {
    while (!announced.contains(what)) {
      note(client.next());
    }
    announced.clear();
  }

  private List<String> uris() {
    return result("resources/list", Map.of())
        .path("resources")
        .valueStream()
        .map(resource -> resource.path("uri").asString())
        .toList();
  }

  private List<String> all(String method, String list, String field) {
    List<String> all = new ArrayList<>();
    Map<String, Object> params = Map.of();
    while (true) {
      JsonNode page = result(method, params);
      assertThat(page.path(list).size()).isLessThanOrEqualTo(Page.SIZE);
      page.path(list).forEach(item -> all.add(item.path(field).asString()));
      if (!page.has("nextCursor")) {
        return all;
      }
      params = Map.of("cursor", page.path("nextCursor").asString());
    }
  }

  // -- resources

  @Test
  void initialize_declaresWhatThereIs() {
    try (TestClient fresh =
        new TestClient(new StdioServer(Catalog.of(store, locks, CatalogOptions.of("1")), "1"))) {
      JsonNode capabilities = fresh.initialize("2025-11-25").path("result").path("capabilities");
      assertThat(capabilities.path("resources"))
          .hasToString("{\"subscribe\":true,\"listChanged\":true}");
      assertThat(capabilities.path("prompts")).hasToString("{\"listChanged\":true}");
      assertThat(capabilities.path("completions")).hasToString("{}");
      assertThat(capabilities.has("tools")).isTrue();
    }
  }

  @Test
  void resourcesList_hasTheLocksAndEveryPersona_alsoInvalidOnesWithTheReason() throws IOException {
    Files.writeString(folder.resolve("broken.md"), "---\nname: [\n---\nx");
    JsonNode resources = result("resources/list", Map.of()).path("resources");
    assertThat(uris()).containsExactly("lock://", "persona://alice", "persona://broken");
    assertThat(resources.path(1))
        .hasToString(
            "{\"uri\":\"persona://alice\",\"name\":\"alice.md\",\"title\":\"Alice\","
                + "\"description\":\"About Alice.\",\"mimeType\":\"text/markdown\"}");
    assertThat(resources.path(2).path("description").asString())
        .startsWith("Not a valid persona: ");
  }

  @Test
  void resourceTemplates_areThatOfPersonasAndThatOfHistories() {
    JsonNode templates = result("resources/templates/list", Map.of()).path("resourceTemplates");
    assertThat(templates.valueStream().map(t -> t.path("uriTemplate").asString()))
        .containsExactly("persona://{slug}", "persona://{slug}/history");
    error(-32602, "resources/templates/list", Map.of("cursor", "x"));
  }

  @Test
  void read_ofAPersona_givesItsSourceByteForByte() throws IOException {
    String source = "\uFEFF---\r\nname: 日本語 🦊\r\ndescription: d # remark\r\n---\r\n\u2028 text  ";
    Files.write(folder.resolve("Käse 1.md"), source.getBytes(UTF_8));
    JsonNode content = content("persona://K%C3%A4se%201");
    assertThat(content.path("text").asString()).isEqualTo(source);
    assertThat(content.path("mimeType").asString()).isEqualTo("text/markdown");
    Files.writeString(folder.resolve("broken.md"), "no persona");
    assertThat(content("persona://broken").path("text").asString()).isEqualTo("no persona");
    byte[] bytes = {'-', (byte) 0xFF, 0};
    Files.write(folder.resolve("bytes.md"), bytes);
    assertThat(content("persona://bytes").path("blob").asString())
        .isEqualTo(Base64.getEncoder().encodeToString(bytes));
  }

  @Test
  void read_ofAHistory_tellsWhoDidWhat_alsoWhenThePersonaIsGone() {
    assertThat(content("persona://alice/history").path("text").asString())
        .contains("not changed yet");
    store.edit("alice", Map.of("description", "New"));
    store.delete("alice");
    assertThat(content("persona://alice/history").path("text").asString())
        .contains("edit by tester", "delete by tester");
    error(-32002, "resources/read", Map.of("uri", "persona://alice"));
  }

  @Test
  void read_ofTheLocks_tellsWhoHoldsWhich() throws InterruptedException {
    locks.withLock(
        "persona:alice",
        () ->
            assertThat(content("lock://").path("text").asString())
                .contains("`persona:alice`: held exclusive"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "persona://nobody",
        "persona://nobody/history",
        "persona://Alice",
        "persona://ALICE/history",
        "persona://..%2Falice",
        "persona://alice.md",
        "lock://x",
        "file:///etc/passwd",
        ""
      })
  void read_ofWhatIsNotThere_isNotFound(String uri) {
    JsonNode error = error(-32002, "resources/read", Map.of("uri", uri));
    assertThat(error.path("data").path("uri").asString("")).isEqualTo(uri);
    error(-32002, "resources/subscribe", Map.of("uri", uri));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "resources/list; {\"cursor\":5}",
        "resources/list; {\"cursor\":\"nonsense\"}",
        "resources/list; {\"cursor\":\"cmVzb3VyY2Vz\"}",
        "resources/list; {\"cursor\":\"cHJvbXB0czphbGljZS5tZA\"}",
        "resources/list; {\"cursor\":\"cmVzb3VyY2VzOmFsaWNlLm1k=\"}",
        "resources/read; {}",
        "resources/read; {\"uri\":5}",
        "resources/subscribe; {}",
        "resources/subscribe; {\"uri\":\"lock://\"}",
        "resources/unsubscribe; {\"uri\":[]}",
        "prompts/list; {\"cursor\":\"nonsense\"}",
        "prompts/list; {\"cursor\":\"cmVzb3VyY2VzOmFsaWNlLm1k\"}",
        "prompts/get; {}",
        "prompts/get; {\"name\":\"nobody\"}",
        "prompts/get; {\"name\":\"alice\",\"arguments\":{\"x\":\"y\"}}",
        "prompts/get; {\"name\":\"alice\",\"arguments\":[]}",
        "prompts/get; {\"name\":\"use_persona\"}",
        "prompts/get; {\"name\":\"use_persona\",\"arguments\":{\"persona\":\" \"}}",
        "prompts/get; {\"name\":\"use_persona\",\"arguments\":{\"persona\":5}}",
        "prompts/get; {\"name\":\"use_persona\",\"arguments\":{\"persona\":\"nobody\"}}",
        "completion/complete; {}",
        "completion/complete; {\"ref\":{\"type\":\"ref/other\"},\"argument\":{\"name\":\"a\",\"value\":\"\"}}",
        "completion/complete; {\"ref\":{\"type\":\"ref/prompt\",\"name\":\"alice\"},\"argument\":{\"name\":\"a\",\"value\":\"\"}}",
        "completion/complete; {\"ref\":{\"type\":\"ref/resource\",\"uri\":\"lock://\"},\"argument\":{\"name\":\"slug\",\"value\":\"\"}}",
        "completion/complete; {\"ref\":{\"type\":\"ref/resource\",\"uri\":\"persona://{slug}\"},\"argument\":{\"name\":\"slug\"}}",
      })
  void request_thatIsWrong_isRefusedAndTheSessionLives(String method, String params) {
    error(-32602, method, Json.MAPPER.readTree(params));
    assertThat(uris()).contains("persona://alice");
  }

  @Test
  void lists_inPages_haveEachPersonaOnce_alsoWhileOthersComeAndGo() throws IOException {
    Set<String> expected = new HashSet<>(Set.of("lock://", "persona://alice"));
    for (int i = 0; i < 2 * Page.SIZE + 50; i++) {
      write("p%03d.md".formatted(i), "Persona " + i, "text");
      expected.add("persona://p%03d".formatted(i));
    }
    List<String> all = all("resources/list", "resources", "uri");
    assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    assertThat(all("resources/list", "resources", "uri")).isEqualTo(all);
    List<String> prompts = all("prompts/list", "prompts", "name");
    assertThat(prompts).doesNotHaveDuplicates().hasSize(expected.size());

    JsonNode first = result("resources/list", Map.of());
    String last = first.path("resources").path(Page.SIZE - 1).path("uri").asString();
    String cursor = first.path("nextCursor").asString();
    String next =
        result("resources/list", Map.of("cursor", cursor))
            .path("resources")
            .path(0)
            .path("uri")
            .asString();
    Files.delete(folder.resolve(last.replace("persona://", "") + ".md"));
    write("aaa.md", "Aaa", "before the cursor");
    assertThat(
            result("resources/list", Map.of("cursor", cursor))
                .path("resources")
                .path(0)
                .path("uri")
                .asString())
        .isEqualTo(next)
        .isGreaterThan(last);
  }

  // -- prompts and completions

  @Test
  void promptsList_hasEachValidPersona() throws IOException {
    Files.writeString(folder.resolve("broken.md"), "---\nname: [\n---\nx");
    write("use_persona.md", "Of the same name", "Still to be had.");
    JsonNode prompts = result("prompts/list", Map.of()).path("prompts");
    assertThat(prompts.valueStream().map(prompt -> prompt.path("name").asString()))
        .containsExactly("use_persona", "alice");
    assertThat(prompts.path(0).path("arguments").path(0).path("required").asBoolean()).isTrue();
    assertThat(prompts.path(1).path("title").asString()).isEqualTo("Alice");
    assertThat(prompts.path(1).path("description").asString()).isEqualTo("About Alice.");
    assertThat(prompt("use_persona", Map.of("persona", "use_persona")))
        .isEqualTo("Still to be had.");
    error(-32603, "prompts/get", Map.of("name", "broken"));
  }

  @Test
  void promptsGet_givesTheInstructionsByteForByte() {
    String instructions = "Zeile\n\"q\" ```\n日本語 👨‍👩‍👧 \\u0000?\n  ";
    store.create(new NewPersona("Bob B.", "d", "gaming", instructions, List.of()));
    assertThat(prompt("bob-b", Map.of())).isEqualTo(instructions);
    assertThat(prompt("use_persona", Map.of("persona", "bob b."))).isEqualTo(instructions);
  }

  private String prompt(String name, Map<String, String> arguments) {
    JsonNode result = result("prompts/get", Map.of("name", name, "arguments", arguments));
    assertThat(result.path("messages").size()).isEqualTo(1);
    JsonNode message = result.path("messages").path(0);
    assertThat(message.path("role").asString()).isEqualTo("user");
    assertThat(message.path("content").path("type").asString()).isEqualTo("text");
    return message.path("content").path("text").asString();
  }

  @Test
  void complete_givesWhatFits_theBestFirst() throws IOException {
    write("zed.md", "Alina", "text");
    write("malika.md", "Malika", "text");
    write("one.md", "Twin", "text");
    write("two.md", "twin", "text");
    assertThat(completed("ref/prompt", "name", "use_persona", "persona", "ALI"))
        .containsExactly("Alice", "Alina", "Malika");
    assertThat(completed("ref/prompt", "name", "use_persona", "persona", "twi"))
        .containsExactly("one.md", "two.md");
    assertThat(completed("ref/resource", "uri", "persona://{slug}", "slug", "ali"))
        .containsExactly("alice", "zed", "malika");
    assertThat(completed("ref/resource", "uri", "persona://{slug}/history", "slug", "x")).isEmpty();
  }

  @Test
  void complete_ofVeryMany_givesSomeAndSaysHowManyThereAre() throws IOException {
    for (int i = 0; i < 130; i++) {
      write("p%03d.md".formatted(i), "Persona " + i, "text");
    }
    JsonNode completion = completion("ref/resource", "uri", "persona://{slug}", "slug", "p");
    assertThat(completion.path("values").size()).isEqualTo(100);
    assertThat(completion.path("total").asInt()).isEqualTo(130);
    assertThat(completion.path("hasMore").asBoolean()).isTrue();
  }

  private List<String> completed(
      String type, String key, String name, String argument, String typed) {
    return completion(type, key, name, argument, typed)
        .path("values")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private JsonNode completion(String type, String key, String name, String argument, String typed) {
    return result(
            "completion/complete",
            Map.of(
                "ref", Map.of("type", type, key, name),
                "argument", Map.of("name", argument, "value", typed)))
        .path("completion");
  }

  // -- announcements

  @Test
  void change_byAToolAndByAnEditorAndByAnotherStore_isAnnounced() throws IOException {
    assertThat(uris()).hasSize(2);
    JsonNode _ =
        result(
            "tools/call",
            Map.of(
                "name",
                "create_persona",
                "arguments",
                Map.of(
                    "name", "Bob", "description", "d", "category", "gaming", "instructions", "i")));
    awaitBoth();
    Path draft = folder.resolve("carl.tmp");
    Files.writeString(draft, text("Carl", "By hand."));
    Files.move(draft, folder.resolve("carl.md"), StandardCopyOption.ATOMIC_MOVE);
    awaitBoth();
    assertThat(uris()).contains("persona://carl");
    Files.writeString(folder.resolve("carl.md"), text("Charles", "By hand."));
    awaitBoth();
    try (PersonaStore other =
        PersonaFolder.open(folder, locks, Actor.of("other"), Clock.systemUTC())) {
      other.delete("carl");
    }
    awaitBoth();
    assertThat(uris()).doesNotContain("persona://carl");
  }

  private void awaitBoth() {
    while (!announced.containsAll(List.of(RESOURCES_CHANGED, PROMPTS_CHANGED))) {
      note(client.next());
    }
    announced.clear();
  }

  @Test
  void change_ofWhatTheListsDoNotShow_isAnnouncedToSubscribersOnly() throws IOException {
    write("bob.md", "Bob", "Before.");
    assertThat(uris()).hasSize(3);
    JsonNode _ = result("resources/subscribe", Map.of("uri", "persona://alice"));
    JsonNode _ = result("resources/subscribe", Map.of("uri", "persona://alice/history"));
    JsonNode _ = result("resources/subscribe", Map.of("uri", "persona://bob"));
    JsonNode _ = result("resources/unsubscribe", Map.of("uri", "persona://bob"));
    JsonNode _ = result("resources/unsubscribe", Map.of("uri", "persona://never"));
    awaitQuiet();
    write("bob.md", "Bob", "After.");
    write("alice.md", "Alice", "After.");
    List<String> expected =
        List.of(
            "notifications/resources/updated persona://alice",
            "notifications/resources/updated persona://alice/history");
    while (!announced.containsAll(expected)) {
      note(client.next());
    }
    assertThat(announced).containsExactlyInAnyOrderElementsOf(expected);
    announced.clear();
    Files.delete(folder.resolve("alice.md"));
    awaitAnnounced("notifications/resources/updated persona://alice");
    write("alice.md", "Alice", "Is back.");
    awaitAnnounced("notifications/resources/updated persona://alice");
  }

  /** A change of another kind comes after all that was to be told before. */
  private void awaitQuiet() throws IOException {
    write("mark.md", "Mark", "text");
    awaitBoth();
    Files.delete(folder.resolve("mark.md"));
    awaitBoth();
  }

  @Test
  void change_beforeTheClientIsReady_isNotAnnounced() throws IOException {
    try (TestClient early =
        new TestClient(new StdioServer(Catalog.of(store, locks, CatalogOptions.of("1")), "1"))) {
      early.send(TestClient.initializeLine("1", "2025-11-25"));
      early.answerTo("1");
      early.send(TestClient.request("2", "resources/list", "{}"));
      early.answerTo("2");
      assertThat(uris()).hasSize(2);
      write("bob.md", "Bob", "Seen by the one that is ready.");
      awaitBoth();
      early.assertAlive(); // and nothing came before
      early.send(TestClient.INITIALIZED);
      early.send(TestClient.request("3", "prompts/list", "{}"));
      early.answerTo("3");
      write("carl.md", "Carl", "Seen by both.");
      assertThat(List.of(early.next().path("method"), early.next().path("method")).toString())
          .contains(RESOURCES_CHANGED, PROMPTS_CHANGED);
    }
  }

  @Test
  void sessionThatHasEnded_isToldNothingAndLeavesNoThread() throws IOException {
    TestClient gone =
        new TestClient(new StdioServer(Catalog.of(store, locks, CatalogOptions.of("1")), "1"));
    gone.initialize("2025-11-25");
    gone.send(TestClient.request("1", "resources/list", "{}"));
    gone.answerTo("1");
    gone.endInput();
    gone.awaitEnd();
    assertThat(uris()).hasSize(2);
    write("bob.md", "Bob", "Nobody hears of it but the other.");
    awaitBoth();
    gone.close(); // nothing is left to receive
    client.endInput();
    client.awaitEnd();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("holdfast-watch")));
  }
}
