package dev.holdfast.server.mcp;

import static dev.holdfast.server.mcp.TestClient.call;
import static dev.holdfast.server.mcp.TestClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.TestTools;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a tool learns of its call, and how its progress reaches the client. */
class CallOverMcpTest {

  private final TestTools tools = new TestTools();

  @Test
  void client_isWhatInitializeSaid() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("1", "tell_client", "{}"));
      assertThat(said(client.answerTo("1"))).isEqualTo("test 0");
    }
  }

  @Test
  void client_thatCallsItselfWhatNoFileCanKeep_isShownWithAReplacement() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.send(
          request(
              "1",
              "initialize",
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"clientInfo\":{\"name\":\"half \\ud83d\",\"version\":\"1\"}}"));
      client.answerTo("1");
      client.send(call("2", "tell_client", "{}"));
      assertThat(said(client.answerTo("2"))).isEqualTo("half \uFFFD 1");
    }
  }

  @Test
  void client_thatDidNotSay_isEmpty() {
    try (TestClient client = new TestClient(tools.tools())) {
      client.send(
          request("1", "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"));
      client.answerTo("1");
      client.send(call("2", "tell_client", "{}"));
      assertThat(said(client.answerTo("2"))).isEmpty();
    }
  }

  @Test
  void progress_withoutToken_isNotTold() {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(call("1", "count", "{}"));
      client.answerTo("1"); // close() would find more
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"token\"", "17"})
  void progress_withToken_growsFromTheFirstToTheLastAndComesBeforeTheAnswer(String token) {
    try (TestClient client = TestClient.initialized(tools)) {
      client.send(
          request(
              "1",
              "tools/call",
              "{\"name\":\"count\",\"arguments\":{\"to\":1000},\"_meta\":{\"progressToken\":"
                  + token
                  + "}}"));
      List<Double> steps = new ArrayList<>();
      JsonNode message = client.next();
      while (message.has("method")) {
        assertThat(message.path("method").asString()).isEqualTo("notifications/progress");
        assertThat(message.has("id")).isFalse();
        JsonNode params = message.path("params");
        assertThat(params.path("progressToken")).hasToString(token);
        assertThat(params.path("total").asDouble()).isEqualTo(1_000);
        assertThat(params.path("message").asString()).isEqualTo("counting");
        steps.add(params.path("progress").asDouble());
        message = client.next();
      }
      assertThat(message.path("id").asString("")).isEqualTo("1");
      assertThat(steps).isSorted().doesNotHaveDuplicates().startsWith(0.0).endsWith(1_000.0);
    }
  }

  private static String said(JsonNode answer) {
    return answer.path("result").path("structuredContent").path("said").asString();
  }
}
