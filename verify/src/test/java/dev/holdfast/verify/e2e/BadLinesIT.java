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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lines that no well-behaved client sends: each is answered as JSON-RPC and MCP have it. */
@Timeout(120)
class BadLinesIT {

  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int OVERLONG_BYTES = 17 << 20;

  @RegisterExtension final Servers servers = new Servers();
  @TempDir Path folder;

  @Test
  void malformedLines_areParseErrorsAndTheSessionLives() {
    RawClient client = servers.startRaw(folder);
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
    RawClient client = servers.startRaw(folder);
    client.server().sendBytes(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', '}', '\n'});
    assertError(client.nextOther(), PARSE_ERROR);
    client.server().sendBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
    assertError(client.nextOther(), PARSE_ERROR);
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void blankLines_arePassedOver() throws IOException {
    RawClient client = servers.startRaw(folder);
    client.server().sendBytes("\n\n   \n\r\n\t\n".getBytes(UTF_8));
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void messagesThatAreNone_areInvalidRequests() {
    RawClient client = servers.startRaw(folder);
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
    RawClient client = servers.startRaw(folder);
    assertError(Client.await(client.request("tools/guess", Map.of())), METHOD_NOT_FOUND);
    assertError(
        Client.await(client.request("tools/call", Map.of("name", "format_disk"))), INVALID_PARAMS);
    assertError(Client.await(client.request("tools/call", Map.of())), INVALID_PARAMS);
    assertAlive(client);
  }

  @Test
  void aLineOf17Megabytes_isRefusedAndTheSessionLives() {
    RawClient client = servers.startRaw(folder);
    CompletableFuture<JsonNode> refused = client.expect("long");
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
    // The request was refused unread, so its id may be unknown to the server.
    JsonNode answer =
        (JsonNode)
            CompletableFuture.anyOf(refused, CompletableFuture.supplyAsync(client::nextOther))
                .join();
    assertError(answer, INVALID_REQUEST);
    assertAlive(client);

    client.sendLine("x".repeat(OVERLONG_BYTES));
    assertAlive(client);
  }

  @Test
  void aBatch_isRefusedWhereTheProtocolHasNone() {
    RawClient client = servers.startRaw(folder);
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
    RawClient client = servers.startSilent(folder);
    client.initialize("2025-03-26");
    client.sendLine(
        "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"},"
            + "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"list_personas\",\"arguments\":{}}},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unknown\"},"
            + "7]");
    JsonNode answers = client.nextOther();
    Set<String> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(answer.path("id").toString()));
    assertThat(answers.isArray()).as("%s", answers).isTrue();
    assertThat(ids).containsExactlyInAnyOrder("\"a\"", "\"b\"", "null");
    assertAlive(client);
    client.assertNothingElseCame();
  }

  @Test
  void requestsBeforeInitialize_areRefusedAndTheSessionCanStillBegin() {
    RawClient client = servers.startSilent(folder);
    assertError(Client.await(client.request("tools/list", Map.of())), INVALID_REQUEST);
    assertError(
        Client.await(
            client.request(
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
    assertThat(Client.await(client.request("ping", Map.of())).has("result")).isTrue();

    client.initialize("2025-11-25");
    assertAlive(client);
    assertThat(folder.resolve("early.md")).doesNotExist();
    assertError(
        Client.await(
            client.request(
                "initialize", Map.of("protocolVersion", "2025-11-25", "capabilities", Map.of()))),
        INVALID_REQUEST);
    assertAlive(client);
  }

  @Test
  void endOfInput_withCallsInFlight_answersAllOfThem() throws IOException {
    int edits = 50;
    RawClient client = servers.startRaw(folder);
    Client.await(client.create("Target", "The text.")).orFail();

    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < edits; i++) {
      answers.add(client.edit("Target", "description", "Edit " + i));
    }
    client.server().closeInput();

    assertThat(answers).allSatisfy(answer -> Client.await(answer).orFail());
    assertThat(client.server().awaitEnd()).isZero();
    assertThat(ParsedPersona.read(folder.resolve("target.md")).field("version"))
        .isEqualTo("1." + edits);
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @Test
  void endOfInput_inTheMiddleOfALine_endsTheServer() {
    RawClient client = servers.startRaw(folder);
    try {
      client.server().sendBytes("{\"jsonrpc\":\"2.0\",\"id\":\"cut".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client.server().closeInput();
    assertThat(client.server().awaitEnd()).isZero();
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
