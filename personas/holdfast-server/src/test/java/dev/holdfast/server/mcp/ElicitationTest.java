package dev.holdfast.server.mcp;

import static dev.holdfast.server.mcp.TestClient.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.TestTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Questions of tools to the user of the client, and all that may become of them. */
class ElicitationTest {

  private static final String FORMS = "{\"elicitation\":{}}";

  private static TestClient client(String capabilities) {
    TestClient client = new TestClient(new TestTools().tools());
    client.initializeWith(capabilities);
    return client;
  }

  private static JsonNode question(TestClient client) {
    client.send(call("1", "ask", "{\"text\":\"Really?\"}"));
    JsonNode question = client.next();
    assertThat(question.path("method").asString("")).isEqualTo("elicitation/create");
    return question;
  }

  private static String answer(JsonNode question, String rest) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + question.path("id") + "," + rest + "}";
  }

  private static String said(JsonNode answer) {
    return answer.path("result").path("structuredContent").path("said").asString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sampling\":{},\"roots\":{}}", "{\"elicitation\":{\"url\":{}}}"})
  void clientThatHasNoForms_isNotAsked(String capabilities) {
    try (TestClient client = client(capabilities)) {
      client.send(call("1", "ask", "{\"text\":\"Really?\"}"));
      assertThat(said(client.answerTo("1"))).isEqualTo("nobody to ask");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FORMS, "{\"elicitation\":{\"form\":{},\"url\":{}}}"})
  void question_isAForm_andTheCallGoesOnWithTheAnswer(String capabilities) {
    try (TestClient client = client(capabilities)) {
      JsonNode question = question(client);
      assertThat(question.path("id").isString()).isTrue();
      assertThat(question.path("params"))
          .hasToString(
              "{\"message\":\"Really?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}");
      client.assertAlive();
      client.send(answer(question, "\"result\":{\"action\":\"accept\",\"content\":{}}"));
      assertThat(said(client.answerTo("1"))).isEqualTo("yes");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"result\":{\"action\":\"decline\"}; the user declined",
        "\"result\":{\"action\":\"cancel\"}; the user closed the question",
        "\"result\":{\"action\":\"ACCEPT\"}; not understood",
        "\"result\":{\"action\":true}; not understood",
        "\"result\":[\"accept\"]; not understood",
        "\"result\":null; not understood",
        "\"error\":{\"code\":-32601,\"message\":\"what?\"}; refused to ask: what?",
        "\"error\":7; refused to ask",
      })
  void answerOtherThanAccept_isNo(String answer, String reason) {
    try (TestClient client = client(FORMS)) {
      client.send(answer(question(client), answer));
      assertThat(said(client.answerTo("1"))).startsWith("no: ").contains(reason);
    }
  }

  @Test
  void answerThatNobodyWaitsFor_isDropped_alsoASecondOne() {
    try (TestClient client = client(FORMS)) {
      JsonNode question = question(client);
      String yes = "\"result\":{\"action\":\"accept\"}";
      client.send("{\"jsonrpc\":\"2.0\",\"id\":1," + yes + "}");
      client.send("{\"jsonrpc\":\"2.0\",\"id\":\"holdfast-77\"," + yes + "}");
      client.send("{\"jsonrpc\":\"2.0\",\"id\":null," + yes + "}");
      client.send("{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1}," + yes + "}");
      client.assertAlive();
      client.send(answer(question, "\"result\":{\"action\":\"decline\"}"));
      client.send(answer(question, yes));
      assertThat(said(client.answerTo("1"))).contains("declined");
      client.assertAlive();
    }
  }

  @Test
  void questionsOfSeveralCalls_haveIdsOfTheirOwn() {
    try (TestClient client = client(FORMS)) {
      List<JsonNode> questions = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        client.send(call("" + i, "ask", "{\"text\":\"" + i + "\"}"));
        questions.add(client.next());
      }
      for (JsonNode question : questions.reversed()) {
        client.send(answer(question, "\"result\":{\"action\":\"accept\"}"));
        assertThat(said(client.answerTo(question.path("params").path("message").asString())))
            .isEqualTo("yes");
      }
    }
  }

  @RepeatedTest(50) // a race: the cancellation against what follows the writing of the question
  void cancelledCall_takesItsQuestionBack() {
    try (TestClient client = client(FORMS)) {
      JsonNode question = question(client);
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
              + "\"params\":{\"requestId\":1}}");
      JsonNode back = client.next();
      assertThat(back.path("method").asString()).isEqualTo("notifications/cancelled");
      assertThat(back.path("params").path("requestId")).isEqualTo(question.path("id"));
      client.send(answer(question, "\"result\":{\"action\":\"accept\"}"));
      client.assertAlive();
    }
  }

  @Test
  void endOfInput_endsTheWait_andTheCallIsAnswered() {
    TestClient client = client(FORMS);
    JsonNode _ = question(client);
    client.endInput();
    client.awaitEnd();
    assertThat(said(client.answerTo("1"))).isEqualTo("no: the session is over");
    client.close();
  }

  @Test
  void questionWithoutAnAnswerInTime_isTakenBack() throws Exception {
    List<JsonNode> sent = new ArrayList<>();
    ClientRequests requests = new ClientRequests(() -> sent::add);
    ClientRequests.Answer answer =
        requests.ask("x", Json.MAPPER.createObjectNode(), Duration.ofMillis(1));
    assertThat(answer).isInstanceOf(ClientRequests.Answer.None.class);
    assertThat(sent).hasSize(2);
    assertThat(sent.toString()).contains("\"method\":\"x\"", "notifications/cancelled");
  }

  @Test
  void questionAfterTheEnd_isNotSent() throws Exception {
    ClientRequests requests =
        new ClientRequests(
            () ->
                message -> {
                  throw new AssertionError(message);
                });
    requests.end();
    assertThat(requests.ask("x", Json.MAPPER.createObjectNode(), Duration.ofMinutes(1)))
        .isEqualTo(new ClientRequests.Answer.None("the session is over"));
  }
}
