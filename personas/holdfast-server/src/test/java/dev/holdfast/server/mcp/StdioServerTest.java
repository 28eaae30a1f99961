package dev.holdfast.server.mcp;

import static dev.holdfast.server.mcp.TestClient.call;
import static dev.holdfast.server.mcp.TestClient.initializeLine;
import static dev.holdfast.server.mcp.TestClient.ping;
import static dev.holdfast.server.mcp.TestClient.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.server.catalog.TestTools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class StdioServerTest {

  private final TestTools tools = new TestTools();

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "1999-01-01, 2025-11-25",
    "2026-07-28, 2025-11-25"
  })
  void initialize_answersTheClientsVersionOrTheNewest(String asked, String answered) {
    try (TestClient client = new TestClient(tools.tools())) {
      JsonNode result = client.initialize(asked).path("result");
      assertThat(result.path("protocolVersion").asString()).isEqualTo(answered);
      assertThat(result.path("serverInfo").path("name").asString()).isEqualTo("holdfast");
      assertThat(result.path("serverInfo").path("version").asString()).isEqualTo("1.2.3");
      assertThat(result.path("instructions").asString()).isEqualTo("instructions");
      assertThat(result.path("capabilities").propertyNames())
          .containsExactlyInAnyOrder("tools", "logging"); // the SDK adds logging
    }
  }

  @Test
  void request_beforeInitialize_isRefusedButPingIsAnswered() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.send(request("1", "tools/list", "{}"));
      assertThat(client.error(-32600, "1").toString()).contains("initialize");
      client.send(call("\"a\"", "echo", "{\"text\":\"x\"}"));
      client.error(-32600, "\"a\"");
      client.send(TestClient.INITIALIZED);
      client.assertAlive();
      client.initialize("2025-06-18");
      client.send(call("3", "echo", "{\"text\":\"x\"}"));
      client.answerTo("3");
    }
  }

  @Test
  void request_rightBehindInitialize_isAnsweredAlsoBeforeTheInitializedNotification() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.send(
          initializeLine("1", "2025-06-18") + "\n" + call("2", "echo", "{\"text\":\"early\"}"));
      client.answerTo("1");
      assertThat(client.answerTo("2").toString()).contains("early");
    }
  }

  @Test
  void initialize_aSecondTime_isRefusedAndTheSessionLives() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(initializeLine("2", "2024-11-05"));
      client.error(-32600, "2");
      client.assertAlive();
    }
  }

  @Test
  void initialize_withWrongParams_isRefusedAndMayBeTriedAgain() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.send(request("1", "initialize", "{}"));
      client.error(-32602, "1");
      client.send(request("2", "initialize", "{\"protocolVersion\":5}"));
      client.error(-32602, "2");
      client.send(request("3", "initialize", "{\"protocolVersion\":\"x\",\"capabilities\":5}"));
      client.error(-32602, "3");
      client.send(
          request(
              "4",
              "initialize",
              "{\"protocolVersion\":\"x\",\"capabilities\":{\"roots\":7},\"clientInfo\":{}}"));
      client.error(-32602, "4");
      client.initialize("2025-11-25");
    }
  }

  @Test
  void toolsList_isTheSameEveryTimeWithAnnotationsAndSchemas() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(request("1", "tools/list", "{}"));
      JsonNode first = client.answerTo("1");
      client.send(request("1", "tools/list", "{\"cursor\":null}"));
      assertThat(client.answerTo("1")).hasToString(first.toString());
      JsonNode echo = first.path("result").path("tools").path(0);
      assertThat(echo.path("name").asString()).isEqualTo("echo");
      assertThat(echo.path("inputSchema").path("properties").has("text")).isTrue();
      assertThat(echo.path("outputSchema").path("type").asString()).isEqualTo("object");
      assertThat(echo.path("annotations").propertyNames())
          .contains("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
      client.send(request("2", "tools/list", "{\"cursor\":\"page 2\"}"));
      client.error(-32602, "2");
    }
  }

  @Test
  void call_ofTool_answersTextAndStructuredContent() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("\"a\"", "echo", "{\"text\":\"日本語 \\u2028 🦊\\n\"}"));
      JsonNode result = client.answerTo("a").path("result");
      assertThat(result.path("isError").asBoolean()).isFalse();
      assertThat(result.path("content").path(0).path("text").asString())
          .isEqualTo("日本語 \u2028 🦊\n");
      assertThat(result.path("structuredContent").path("said").asString())
          .isEqualTo("日本語 \u2028 🦊\n");
    }
  }

  @Test
  void call_withoutArguments_isACallWithNone() {
    tools.openGate();
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(request("1", "tools/call", "{\"name\":\"wait_for_gate\"}"));
      client.send(request("2", "tools/call", "{\"name\":\"wait_for_gate\",\"arguments\":null}"));
      assertThat(List.of(client.next().toString(), client.next().toString()))
          .allSatisfy(answer -> assertThat(answer).contains("through the gate"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-32601; no/such; {}",
        "-32601; resources/list; {}",
        "-32602; tools/call; {}",
        "-32602; tools/call; {\"name\":5}",
        "-32602; tools/call; {\"name\":\"no_such_tool\"}",
        "-32602; tools/call; {\"name\":\"echo\",\"arguments\":[]}",
        "-32602; tools/call; {\"name\":\"echo\",\"arguments\":\"x\"}",
        "-32602; tools/call; {\"name\":\"echo\",\"arguments\":{},\"_meta\":7}",
        "-32602; tools/list; {\"cursor\":5}",
        "-32602; logging/setLevel; {}",
        "-32602; logging/setLevel; {\"level\":\"loud\"}",
      })
  void request_thatIsWrong_isAnsweredWithItsIdAndTheSessionLives(
      int code, String method, String params) {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(request("\"x\"", method, params));
      assertThat(client.error(code, "\"x\"").toString()).doesNotContain("Exception", "jackson");
      client.assertAlive();
    }
  }

  @Test
  void call_ofToolThatFailsUnexpectedly_tellsNothingOfTheInside() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("1", "fail_unexpectedly", "{}"));
      JsonNode answer = client.answerTo("1");
      assertThat(answer.path("result").path("isError").asBoolean()).isTrue();
      assertThat(
              answer.path("result").path("structuredContent").path("error").path("code").asString())
          .isEqualTo("INTERNAL");
      assertThat(answer.toString()).doesNotContain("secret", "Exception", "at dev.");
    }
  }

  @Test
  void lineOverTheLimit_isAnsweredWithTheIdAtItsEnd() {
    try (TestClient client = TestClient.initialized(tools)) {
      String text = "x".repeat(17_000_000);
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
              + "\"arguments\":{\"id\":5,\"text\":\""
              + text
              + "\"}},\"id\":\"at the end\"}");
      client.error(-32600, "\"at the end\"");
      client.send(call("77", "echo", "{\"text\":\"" + text + "\"}"));
      client.error(-32600, "77");
      client.send(text);
      client.error(-32600, "null");
      client.send("[".repeat(17_000_000));
      client.error(-32600, "null");
      client.assertAlive();
    }
  }

  @Test
  void lineJustUnderTheLimit_isRead() {
    try (TestClient client = TestClient.initialized(tools)) {
      String frame = call("1", "echo", "{\"text\":\"\"}");
      String text = "y".repeat(LineSession.LONGEST_LINE_BYTES - frame.length());
      client.send(call("1", "echo", "{\"text\":\"" + text + "\"}"));
      assertThat(
              client.answerTo("1").path("result").path("structuredContent").path("said").asString())
          .isEqualTo(text);
    }
  }

  @Test
  void blankLinesAndResponses_areIgnored() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send("");
      client.send("   \r");
      client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
      client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":5,\"message\":\"m\"}}");
      client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"}");
      client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
      client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{}}");
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
              + "\"params\":{\"requestId\":404}}");
      client.assertAlive();
    }
  }

  @Test
  void id_comesBackExactly() {
    try (TestClient client = TestClient.initialized(tools)) {
      for (String id :
          List.of("0", "-7", "123456789012345678901234567890", "\"\"", "\"1\"", "\"é\\n\"")) {
        client.send(call(id, "echo", "{\"text\":\"x\"}"));
        assertThat(client.next().path("id")).hasToString(id);
      }
    }
  }

  @Test
  void id_withHalfACharacter_isEchoedAndTheSessionLives() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("\"\\ud800\"", "echo", "{\"text\":\"x\"}"));
      assertThat(client.next().path("id").asString()).isEqualTo("\ud800");
      client.send(call("1", "echo", "{\"text\":\"\\udc00\"}"));
      assertThat(client.answerTo("1").path("result").path("isError").asBoolean()).isTrue();
      client.assertAlive();
    }
  }

  @Test
  void pipelinedCalls_runAtOnceAndDoNotBlockPing() {
    try (TestClient client = TestClient.initialized(tools)) {
      IntStream.range(0, 100).forEach(i -> client.send(call("" + i, "wait_for_gate", "{}")));
      await().until(() -> tools.waiting() == 100);
      client.assertAlive();
      tools.openGate();
      TreeSet<Integer> answered = new TreeSet<>();
      IntStream.range(0, 100).forEach(_ -> answered.add(client.next().path("id").asInt()));
      assertThat(answered).hasSize(100);
    }
  }

  @Test
  void callsInFlight_areBounded() {
    int tooMany = Dispatcher.MOST_CALLS + 100;
    try (TestClient client = TestClient.initialized(tools)) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () ->
                      IntStream.range(0, tooMany)
                          .forEach(i -> client.send(call("" + i, "wait_for_gate", "{}"))));
      // Either the reader waits for room, or it has let all of them in.
      await()
          .until(
              () ->
                  tools.waiting() == tooMany
                      || (tools.waiting() == Dispatcher.MOST_CALLS && readerWaits()));
      assertThat(tools.waiting()).isEqualTo(Dispatcher.MOST_CALLS);
      tools.openGate();
      IntStream.range(0, tooMany).forEach(_ -> assertThat(client.next().has("result")).isTrue());
      assertThat(sender.isAlive()).isFalse();
    }
  }

  private static boolean readerWaits() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("mcp-reader") && t.getState() == Thread.State.WAITING);
  }

  @Test
  void cancelledCall_isInterruptedAndNotAnswered() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("1", "wait_for_gate", "{}"));
      client.send(call("\"1\"", "wait_for_gate", "{}"));
      await().until(() -> tools.waiting() == 2);
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
              + "\"params\":{\"requestId\":1,\"reason\":\"changed my mind\"}}");
      await().until(() -> tools.interrupted() == 1);
      client.assertAlive();
      tools.openGate();
      assertThat(client.next().path("id")).hasToString("\"1\"");
    } // close() asserts that no further answer came
    assertThat(tools.interrupted()).isEqualTo(1);
  }

  @Test
  void id_ofACallInFlight_cannotBeUsedTwice() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("5", "wait_for_gate", "{}"));
      client.send(call("5", "echo", "{\"text\":\"x\"}"));
      client.error(-32600, "5");
      tools.openGate();
      assertThat(client.answerTo("5").toString()).contains("through the gate");
      client.send(call("5", "echo", "{\"text\":\"again\"}"));
      assertThat(client.answerTo("5").toString()).contains("again");
    }
  }

  @Test
  void id_isFreeAgainAsSoonAsItsAnswerIsOut() {
    try (TestClient client = TestClient.initialized(tools)) {
      for (int i = 0; i < 3_000; i++) { // a race: the answer against the bookkeeping behind it
        client.send(call("5", "echo", "{\"text\":\"x\"}"));
        assertThat(client.answerTo("5").has("result")).as("round %d", i).isTrue();
      }
    }
  }

  @Test
  void batch_inTheVersionThatHasThem_isAnsweredWithOneArray() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.initialize("2025-03-26");
      client.send(
          "["
              + call("1", "echo", "{\"text\":\"a\"}")
              + ","
              + call("2", "wait_for_gate", "{}")
              + ",7,"
              + TestClient.INITIALIZED
              + ","
              + initializeLine("3", "2025-03-26")
              + ","
              + ping(4)
              + "]");
      await().until(() -> tools.waiting() == 1);
      tools.openGate();
      JsonNode answers = client.next();
      assertThat(answers.isArray()).isTrue();
      List<String> ids = new ArrayList<>();
      answers.forEach(a -> ids.add(a.path("id") + (a.has("error") ? " error" : "")));
      assertThat(ids).containsExactlyInAnyOrder("1", "2", "null error", "3 error", "4");
      client.send("[" + TestClient.INITIALIZED + "]");
      client.send("[]");
      client.error(-32600, "null");
    }
  }

  @Test
  void batch_ofWhichOneCallIsCancelled_isAnsweredWithoutIt() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.initialize("2025-03-26");
      client.send("[" + ping(1) + "," + call("2", "wait_for_gate", "{}") + "]");
      await().until(() -> tools.waiting() == 1);
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
              + "\"params\":{\"requestId\":2}}");
      assertThat(client.next()).hasToString("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]");
    }
  }

  @ParameterizedTest
  @CsvSource({"2024-11-05", "2025-06-18", "2025-11-25"})
  void batch_inAnotherVersion_isRefused(String version) {
    try (TestClient client = new TestClient(tools.tools())) {
      client.send("[" + ping(1) + "]");
      client.error(-32600, "null");
      client.initialize(version);
      client.send("[" + ping(1) + "]");
      client.error(-32600, "null");
    }
  }

  @Test
  void endOfInput_withCallsInFlight_answersEveryOne() {
    TestClient client = TestClient.initialized(tools);
    IntStream.range(0, 50).forEach(i -> client.send(call("" + i, "wait_for_gate", "{}")));
    await().until(() -> tools.waiting() == 50);
    client.endInput();
    tools.openGate();
    client.awaitEnd();
    IntStream.range(0, 50).forEach(_ -> assertThat(client.next().has("result")).isTrue());
    client.close();
  }

  @Test
  void endOfInput_rightBehindTheLastLine_losesNothing() {
    String lines =
        initializeLine("0", "2025-11-25")
            + "\n"
            + call("1", "echo", "{\"text\":\"a\"}")
            + "\n"
            + call("2", "echo", "{\"text\":\"b\"}"); // and no line end
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StdioServer(tools.tools(), "", "1")
        .serve(new ByteArrayInputStream(lines.getBytes(UTF_8)), out);
    assertThat(out.toString(UTF_8).lines()).hasSize(3);
    assertThat(out.toString(UTF_8)).endsWith("\n");
  }

  @Test
  void clientThatClosesTheOutputOnly_endsTheSession() {
    TestClient client = TestClient.initialized(tools);
    client.send(call("1", "wait_for_gate", "{}"));
    await().until(() -> tools.waiting() == 1);
    client.closeOutput();
    await()
        .until(
            () -> {
              client.send(ping(1)); // its answer meets the closed stream
              return client.hasEnded();
            });
    assertThat(tools.interrupted()).isEqualTo(1);
    client.endInput();
  }

  @Test
  void interrupt_ofServe_answersWhatIsInFlightAndReturns() {
    TestClient client = TestClient.initialized(tools);
    client.send(call("1", "wait_for_gate", "{}"));
    await().until(() -> tools.waiting() == 1);
    client.interruptServer();
    tools.openGate();
    client.awaitEnd();
    client.answerTo("1");
    client.close();
  }
}
