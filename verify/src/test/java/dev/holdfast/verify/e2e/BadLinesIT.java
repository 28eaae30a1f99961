package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Lines that no well-behaved client sends: each is answered as JSON-RPC and MCP have it. Where a
 * test needs no session of its own, it is one session that outlives them all.
 */
@Timeout(120)
class BadLinesIT {

  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int OVERLONG_BYTES = 17 << 20;

  @RegisterExtension static final Servers SHARED = Servers.ofAClass();
  @TempDir static Path sharedFolder;
  private static RawClient client;

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @BeforeAll
  static void session() {
    client = SHARED.startRaw(sharedFolder);
  }

  @Test
  void malformedLines_areParseErrorsAndTheSessionLives() {
    for (String line :
        new String[] {
          "{",
          "not JSON",
          "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":",
          "{'jsonrpc':'2.0'}",
          "\u0000\u0001\u0002",
          "Content-Length: 20"
        }) {
      client.sendLine(line);
      assertError(client.nextOther(), PARSE_ERROR);
      assertAlive(client);
    }
    client.assertNothingElseCame();
  }

  @Test
  void bytesThatAreNotUtf8_areAParseErrorAndTheSessionLives() throws IOException {
    client.server().sendBytes(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', '}', '\n'});
    assertError(client.nextOther(), PARSE_ERROR);
    client.server().sendBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
    assertError(client.nextOther(), PARSE_ERROR);
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void blankLines_arePassedOver() throws IOException {
    client.server().sendBytes("\n\n   \n\r\n\t\n".getBytes(UTF_8));
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void messagesThatAreNone_areInvalidRequests() {
    for (String line :
        new String[] {
          "5",
          "\"text\"",
          "null",
          "{}",
          "{\"id\":null,\"jsonrpc\":\"2.0\",\"method\":\"ping\"}",
          "{\"id\":1.5,\"jsonrpc\":\"2.0\",\"method\":\"ping\"}",
          "{\"jsonrpc\":\"1.0\",\"method\":\"ping\"}",
        }) {
      client.sendLine(line);
      assertError(client.nextOther(), INVALID_REQUEST);
    }
    CompletableFuture<JsonNode> answer = client.expect("wrong-params");
    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":\"wrong-params\",\"method\":\"ping\",\"params\":5}");
    assertError(Client.await(answer), INVALID_REQUEST);
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void unknownMethodsAndTools_areRefused() {
    assertError(Client.await(client.request("tools/guess", Map.of())), METHOD_NOT_FOUND);
    assertError(
        Client.await(client.request("tools/call", Map.of("name", "format_disk"))), INVALID_PARAMS);
    assertError(Client.await(client.request("tools/call", Map.of())), INVALID_PARAMS);
    assertAlive(client);
  }

  @Test
  void aLineOf17Megabytes_isRefusedAndTheSessionLives() {
    client.send(
        Map.of(
            "jsonrpc",
            "2.0",
            "id",
            "long",
            "method",
            "tools/call",
            "params",
            Map.of(
                "name",
                "create_persona",
                "arguments",
                Map.of("name", "Long", "instructions", "x".repeat(OVERLONG_BYTES)))));
    // Refused unread: whether the answer has the id of the request is the server's choice.
    assertError(client.nextOther(), INVALID_REQUEST);
    assertAlive(client);

    client.sendLine("x".repeat(OVERLONG_BYTES));
    assertError(client.nextOther(), INVALID_REQUEST);
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void aBatch_isRefusedWhereTheProtocolHasNone() {
    client.sendLine(
        "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]");
    assertError(client.nextOther(), INVALID_REQUEST);
    client.sendLine("[]");
    assertError(client.nextOther(), INVALID_REQUEST);
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void aBatch_isAnsweredInOneWhereTheProtocolHasIt() {
    RawClient own = servers.startSilent(folder);
    own.initialize("2025-03-26");
    own.sendLine(
        "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"},"
            + "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"list_personas\",\"arguments\":{}}},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unknown\"},"
            + "7]");
    JsonNode answers = own.nextOther();
    Set<String> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(answer.path("id").toString()));
    assertThat(answers.isArray()).as("%s", answers).isTrue();
    assertThat(ids).containsExactlyInAnyOrder("\"a\"", "\"b\"", "null");
    assertAlive(own);
    own.assertNothingElseCame();
  }

  @Test
  void requestsBeforeInitialize_areRefusedAndTheSessionCanStillBegin() {
    RawClient own = servers.startSilent(folder);
    assertError(Client.await(own.request("tools/list", Map.of())), INVALID_REQUEST);
    assertError(
        Client.await(
            own.request(
                "tools/call",
                Map.of(
                    "name",
                    "create_persona",
                    "arguments",
                    Map.of(
                        "name", "Early",
                        "description", "d",
                        "category", "creative",
                        "instructions", "i")))),
        INVALID_REQUEST);
    assertThat(Client.await(own.request("ping", Map.of())).has("result")).isTrue();

    own.initialize("2025-11-25");
    assertAlive(own);
    assertThat(folder.resolve("early.md")).doesNotExist();
    assertError(
        Client.await(
            own.request(
                "initialize", Map.of("protocolVersion", "2025-11-25", "capabilities", Map.of()))),
        INVALID_REQUEST);
    assertAlive(own);
  }

  @Test
  void endOfInput_withCallsInFlight_answersAllOfThem() throws IOException {
    int edits = 50;
    RawClient own = servers.startRaw(folder);
    Client.await(own.create("Target", "The text.")).orFail();

    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < edits; i++) {
      answers.add(own.edit("Target", "description", "Edit " + i));
    }
    own.server().closeInput();

    assertThat(answers).allSatisfy(answer -> Client.await(answer).orFail());
    assertThat(own.server().awaitEnd()).isZero();
    assertThat(ParsedPersona.read(folder.resolve("target.md")).field("version"))
        .isEqualTo("1." + edits);
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @Test
  void endOfInput_inTheMiddleOfALine_endsTheServer() {
    RawClient own = servers.startRaw(folder);
    try {
      own.server().sendBytes("{\"jsonrpc\":\"2.0\",\"id\":\"cut".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    own.server().closeInput();
    assertThat(own.server().awaitEnd()).isZero();
  }

  private static void assertError(JsonNode message, int code) {
    assertThat(message.path("error").path("code").asInt(0)).as("%s", message).isEqualTo(code);
    assertThat(message.path("error").path("message").asString("")).isNotBlank();
    Answer.assertNoInside(message.toString());
  }

  private static void assertAlive(RawClient client) {
    assertThat(Personas.listed(client.ask("list_personas", Map.of()))).isNotEmpty();
  }
}
