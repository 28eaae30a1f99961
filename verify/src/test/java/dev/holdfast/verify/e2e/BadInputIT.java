package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Calls that ask for what cannot be: each is refused with a reason, and changes nothing. One
 * session outlives them all.
 */
@Timeout(120)
class BadInputIT {

  private static final int MAX_FILE_BYTES = 512 << 10;

  @RegisterExtension static final Servers SERVERS = Servers.ofAClass();
  @TempDir static Path parent;

  private static Path folder;
  private static Path outside;
  private static Client client;

  private Map<String, String> before = Map.of();

  @BeforeAll
  static void aFolderWithAPersona_andASecretBesideIt() throws IOException {
    folder = parent.resolve("personas");
    outside = parent.resolve("secret.md");
    Files.writeString(outside, "---\nname: Secret\ndescription: d\n---\n\nThe secret.");
    client = SERVERS.start(ClientKind.JAVA, folder);
    Client.await(client.create("Target", "The text.")).orFail();
  }

  @BeforeEach
  void whatIsThere() throws IOException {
    before = everything();
  }

  @AfterEach
  void nothingChanged_andTheSessionLives() throws IOException {
    assertThat(everything()).as("files").isEqualTo(before);
    Path target = folder.resolve("target.md");
    int version = ParsedPersona.read(target).minor();
    Client.await(client.edit("Target", "description", "Still alive")).orFail();
    assertThat(ParsedPersona.read(target).minor()).isEqualTo(version + 1);
  }

  @Test
  void unknownPersona_isRefused() {
    for (String tool :
        new String[] {
          "get_persona_details", "delete_persona", "validate_persona", "activate_persona"
        }) {
      client.ask(tool, Map.of("persona", "Nobody")).assertRefused("NOT_FOUND");
    }
    Client.await(client.edit("Nobody", "description", "x")).assertRefused("NOT_FOUND");
  }

  @Test
  void unknownField_isRefused() {
    for (String field : new String[] {"colour", "", "__proto__", "descriptіon" /* not ASCII */}) {
      Client.await(client.edit("Target", field, "x"))
          .assertRefused("UNKNOWN_FIELD", "INVALID_ARGUMENT");
    }
    Client.await(client.edit("Target", "unique_id", "x"))
        .assertRefused("UNKNOWN_FIELD", "INVALID_VALUE");
  }

  @Test
  void unknownCategory_isRefused() {
    create(Map.of("category", "astrology")).assertRefused("INVALID_VALUE");
    Client.await(client.edit("Target", "category", "astrology")).assertRefused("INVALID_VALUE");
  }

  @Test
  void emptyValues_areRefused() {
    for (String field : new String[] {"name", "description", "category", "instructions"}) {
      refusedAsNewAndAsEdit(field, "");
    }
    for (String field : new String[] {"name", "category", "instructions"}) {
      refusedAsNewAndAsEdit(field, " \n\t");
      refusedAsNewAndAsEdit(field, "\u3000");
    }
    create(Map.of("triggers", "one,,two")).assertRefused("INVALID_VALUE");
  }

  @Test
  void overlongValues_areRefused() {
    Map<String, Integer> most = Map.of("name", 100, "description", 500, "category", 50);
    most.forEach(
        (field, limit) -> {
          // An emoji is one character and four bytes: the limit counts characters.
          for (String unit : new String[] {"a", "日", "😀"}) {
            String value = unit.repeat(limit + 1);
            create(Map.of(field, value)).assertRefused("INVALID_VALUE");
            Client.await(client.edit("Target", field, value)).assertRefused("INVALID_VALUE");
          }
        });
    create(Map.of("triggers", "a".repeat(51))).assertRefused("INVALID_VALUE");
    Client.await(client.edit("Target", "triggers", "ok, " + "a".repeat(51)))
        .assertRefused("INVALID_VALUE");
  }

  @Test
  void aPersonaOverTheLimit_isRefused() {
    String large = "a".repeat(MAX_FILE_BYTES + 1);
    create(Map.of("instructions", large)).assertRefused("INVALID_VALUE");
    Client.await(client.edit("Target", "instructions", large)).assertRefused("INVALID_VALUE");
    // Fewer characters than bytes: the limit of the file counts bytes.
    String wide = "日".repeat(MAX_FILE_BYTES / 3 + 1);
    Client.await(client.edit("Target", "instructions", wide)).assertRefused("INVALID_VALUE");
  }

  @Test
  void aFileOverTheLimit_isListedAsInvalidWithTheReason() throws IOException {
    Files.writeString(
        folder.resolve("large.md"),
        "---\nname: Large\ndescription: d\n---\n\n" + "a".repeat(MAX_FILE_BYTES));
    before = everything();

    JsonNode entry = Personas.entry(client.ask("list_personas", Map.of()), "large.md");
    assertThat(entry.path("valid").asBoolean(true)).isFalse();
    assertThat(entry.path("findings").path(0).path("message").asString())
        .contains("" + MAX_FILE_BYTES);
    client.ask("get_persona_details", Map.of("persona", "large.md")).assertRefused("INVALID_FILE");
    Client.await(client.edit("large.md", "description", "x")).assertRefused("INVALID_FILE");
  }

  @Test
  void pathTricks_inReferences_reachNothingOutside() {
    for (String trick :
        new String[] {
          "../secret.md",
          "../secret",
          "..",
          ".",
          "/",
          "./target.md",
          "./../personas/target.md",
          outside.toString(),
          "file://" + outside,
          "..\\secret.md",
          "%2e%2e%2fsecret.md",
          "target.md\u0000.txt",
          ".holdfast/locks",
          ".holdfast",
          "~/secret.md",
          "a".repeat(100_000)
        }) {
      client
          .ask("get_persona_details", Map.of("persona", trick))
          .assertRefused("NOT_FOUND", "INVALID_VALUE", "INVALID_ARGUMENT");
      client
          .ask("delete_persona", Map.of("persona", trick))
          .assertRefused("NOT_FOUND", "INVALID_VALUE", "INVALID_ARGUMENT");
      Client.await(client.edit(trick, "description", "x"))
          .assertRefused("NOT_FOUND", "INVALID_VALUE", "INVALID_ARGUMENT");
    }
  }

  @Test
  void pathTricks_inNewNames_stayInsideOrAreRefused() throws IOException {
    for (String trick :
        new String[] {
          "../secret",
          "../../etc/passwd",
          "/etc/passwd",
          "..",
          ".",
          "..\\..\\secret",
          "C:\\secret",
          "con",
          "NUL.md",
          ".hidden",
          "-rf",
          "~",
          "secret\u202Edm.exe"
        }) {
      Answer answer = create(Map.of("name", trick));
      if (answer.isError()) {
        answer.assertRefused("INVALID_VALUE", "INVALID_ARGUMENT");
      } else {
        Path file = ParsedPersona.fileOf(folder, trick);
        assertThat(file.getFileName().toString()).matches("[a-z0-9][a-z0-9-]*\\.md");
        assertThat(file.getFileName().toString()).isNotIn("con.md", "nul.md");
        client.ask("delete_persona", Map.of("persona", trick)).orFail();
      }
    }
    create(Map.of("name", "two\nlines")).assertRefused("INVALID_VALUE");
    create(Map.of("name", "nul\u0000byte")).assertRefused("INVALID_VALUE");
    create(Map.of("name", "esc\u001B[31m")).assertRefused("INVALID_VALUE");
  }

  @Test
  void wrongArguments_areRefused() {
    client.ask("create_persona", Map.of()).assertRefused("INVALID_ARGUMENT");
    client.ask("create_persona", Map.of("name", 5)).assertRefused("INVALID_ARGUMENT");
    client
        .ask("edit_persona", Map.of("persona", "Target", "field", "description"))
        .assertRefused("INVALID_ARGUMENT");
    client
        .ask("get_persona_details", Map.of("persona", Map.of("a", 1)))
        .assertRefused("INVALID_ARGUMENT");
    client
        .ask("get_persona_details", Map.of("persona", "Target", "more", true))
        .assertRefused("INVALID_ARGUMENT");
  }

  private static void refusedAsNewAndAsEdit(String field, String value) {
    create(Map.of(field, value)).assertRefused("INVALID_VALUE", "INVALID_ARGUMENT");
    Client.await(client.edit("Target", field, value))
        .assertRefused("INVALID_VALUE", "INVALID_ARGUMENT");
  }

  private static Answer create(Map<String, Object> different) {
    Map<String, Object> arguments =
        new TreeMap<>(
            Map.of(
                "name", "Another",
                "description", "Made by a test",
                "category", "professional",
                "instructions", "The text."));
    arguments.putAll(different);
    return client.ask("create_persona", arguments);
  }

  /** The content of every file, those of the lock domain and the history aside. */
  private static Map<String, String> everything() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(parent)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(folder.resolve(".holdfast"))
            && !file.startsWith(folder.resolve(".holdfast-history"))) {
          contents.put(parent.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return contents;
  }
}
