package dev.holdfast.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.server.catalog.TestTools;
import dev.holdfast.server.mcp.Conversations;
import dev.holdfast.server.mcp.TestConversations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class McpEndpointTest {

  private static final String NEWEST = "2025-11-25";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private final TestTools tools = new TestTools();
  private McpEndpoint endpoint;
  private WebServer server;
  private McpOverHttp client;

  @BeforeEach
  void start() throws IOException {
    start(limits(Duration.ofMinutes(1), Duration.ofMinutes(1)));
  }

  private static Limits limits(Duration sessionIdle, Duration keepAlive) {
    Duration time = Duration.ofSeconds(30);
    return new Limits(1000, 1000, time, time, 100_000, time, 3, sessionIdle, time, keepAlive);
  }

  private void restart(Limits limits) throws IOException {
    server.close();
    start(limits);
  }

  private void start(Limits limits) throws IOException {
    Conversations conversations = TestConversations.of(tools.tools());
    endpoint = new McpEndpoint(_ -> conversations, Gate.OPEN, limits);
    WebOptions options = WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server =
        WebServer.start(options, Gate.OPEN, List.of(Mount.guarded(WebServer.MCP_PATH, endpoint)));
    client = new McpOverHttp(server);
  }

  @AfterEach
  void stop() {
    tools.openGate();
    server.close();
  }

  @Test
  void initialize_beginsASession() throws Exception {
    HttpResponse<String> answer = client.post(McpOverHttp.initialize(NEWEST));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Mcp-Session-Id").orElseThrow()).matches("[!-~]{32,}");
    assertThat(json(answer).at("/result/protocolVersion").asString()).isEqualTo(NEWEST);
    assertThat(endpoint.sessions()).isEqualTo(1);
  }

  @Test
  void initialize_thatFails_beginsNone() throws Exception {
    HttpResponse<String> answer =
        client.post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}");
    assertThat(json(answer).at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(answer.headers().firstValue("Mcp-Session-Id")).isEmpty();
    assertThat(endpoint.sessions()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type | text/plain | 415",
        "Content-Type | application/jsonp | 415",
        "Content-Type | application/json; charset=utf-8 | 200",
        "Accept | text/html | 406",
        "Accept | */* | 200",
        "Accept | application/json | 200",
        "Accept | Application/*;q=0.5, text/html | 200",
        "MCP-Protocol-Version | 1999-01-01 | 400",
        "MCP-Protocol-Version | 2025-06-18 | 200",
        "Mcp-Session-Id | nobody | 404",
        "Mcp-Session-Id | ../../etc/passwd | 404",
      })
  void headers_areChecked(String header, String value, int status) throws Exception {
    client.begin(NEWEST);
    HttpResponse<String> answer = client.post(PING, header, value);
    assertThat(answer.statusCode()).isEqualTo(status);
    if (status != 200) {
      assertThat(json(answer).at("/error/message").asString()).isNotEmpty();
      assertThat(json(answer).path("jsonrpc").asString()).isEqualTo("2.0");
    }
  }

  @Test
  void request_withoutASession_isRefused() throws Exception {
    for (String method : List.of("ping", "tools/list", "nonsense")) {
      HttpResponse<String> answer = client.post(PING.replace("ping", method));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(json(answer).at("/error/message").asString()).contains("initialize");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | -32000",
        "{ | -32700",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}{} | -32700",
        "{\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]} | -32600",
        "17 | -32600",
        "[] | -32600",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}] | -32000",
      })
  void body_thatIsNoMessage_isRefused(String body, int code) throws Exception {
    client.begin(NEWEST);
    HttpResponse<String> answer = client.post(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/code").asInt()).isEqualTo(code);
    assertThat(client.post(PING).statusCode()).isEqualTo(200);
  }

  @Test
  void body_thatIsDeepOrHuge_isRefused() throws Exception {
    client.begin(NEWEST);
    String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":%s}}";
    for (String value : List.of("[".repeat(40_000) + "]".repeat(40_000), "9".repeat(50_000))) {
      HttpResponse<String> answer = client.post(deep.formatted(value));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(json(answer).path("id").asInt()).isEqualTo(1);
    }
    String large = deep.formatted("\"" + "x".repeat(200_000) + "\"");
    assertThat(client.post(large).statusCode()).isEqualTo(413);
    HttpResponse<String> chunked =
        client.send(
            client
                .request("Content-Type", "application/json")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArray(large.getBytes(UTF_8)))));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(client.post(PING).statusCode()).isEqualTo(200);
  }

  @Test
  void methods_thatAreNotOfMcp_areRefused() throws Exception {
    client.begin(NEWEST);
    for (String method : List.of("PUT", "PATCH", "OPTIONS")) {
      HttpResponse<String> answer =
          client.send(client.request().method(method, BodyPublishers.noBody()));
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("POST, GET, DELETE");
    }
    assertThat(client.send(client.request("Accept", "application/json").GET()).statusCode())
        .isEqualTo(406);
  }

  @Test
  void method_thatIsUnknown_isAnErrorOfTheCall() throws Exception {
    HttpResponse<String> answer = client.begin(NEWEST).post(PING.replace("ping", "nonsense"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).at("/error/code").asInt()).isEqualTo(-32601);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}"
      })
  void message_thatWantsNoAnswer_is202(String message) throws Exception {
    HttpResponse<String> answer = client.begin(NEWEST).post(message);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void call_withProgress_isAStreamWithTheAnswerAtItsEnd() throws Exception {
    client.begin(NEWEST);
    List<McpOverHttp.Event> events;
    try (McpOverHttp.Events stream =
        client.postForEvents(McpOverHttp.call(7, "count", "{\"to\":3}"))) {
      events = stream.rest();
    }
    assertThat(events.getFirst()).isEqualTo(new McpOverHttp.Event("c3-0", ""));
    assertThat(events).extracting(McpOverHttp.Event::id).doesNotHaveDuplicates();
    assertThat(events.get(1).json().path("method").asString()).isEqualTo("notifications/progress");
    assertThat(events.getLast().json().path("id").asInt()).isEqualTo(7);
    assertThat(events.getLast().json().at("/result/isError").asBoolean()).isFalse();
  }

  @Test
  void call_ofAClientThatTakesNoStreams_isJson() throws Exception {
    HttpResponse<String> answer =
        client
            .begin(NEWEST)
            .post(McpOverHttp.call(7, "count", "{\"to\":3}"), "Accept", "application/json");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(answer).path("id").asInt()).isEqualTo(7);
  }

  @Test
  void call_ofAClientThatTakesStreamsOnly_isAStream() throws Exception {
    client.begin(NEWEST).with("Accept", "text/event-stream");
    try (McpOverHttp.Events stream = client.postForEvents(PING)) {
      assertThat(stream.rest().getLast().json().path("id").asInt()).isEqualTo(1);
    }
  }

  @Test
  void batch_ofTheVersionThatHasThem_isAnsweredAsOne() throws Exception {
    client.begin("2025-03-26");
    HttpResponse<String> answer =
        client.post(
            "[%s,%s,{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},{\"no\":1}]"
                .formatted(PING, McpOverHttp.call(2, "echo", "{\"text\":\"a\"}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer)).hasSize(3);
    assertThat(client.post("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}]").statusCode())
        .isEqualTo(202);
  }

  @Test
  void id_thatIsInWork_isRefusedASecondTime() throws Exception {
    client.begin(NEWEST);
    Future<HttpResponse<String>> first = background(McpOverHttp.call(5, "wait_for_gate", "{}"));
    awaitWaiting(1);
    HttpResponse<String> second = client.post(McpOverHttp.call(5, "echo", "{\"text\":\"a\"}"));
    assertThat(json(second).at("/error/message").asString()).contains("still in work");
    tools.openGate();
    assertThat(first.get().body()).contains("\"id\":5");
  }

  @Test
  void call_thatIsCancelled_endsWithoutAnAnswer() throws Exception {
    client.begin(NEWEST);
    Future<HttpResponse<String>> call = background(McpOverHttp.call(5, "wait_for_gate", "{}"));
    awaitWaiting(1);
    client.post(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}");
    assertThat(call.get().body()).doesNotContain("result", "error");
    assertThat(tools.interrupted()).isEqualTo(1);
  }

  @Test
  void connection_thatBreaks_cancelsNothing_andTheAnswerIsHadLater() throws Exception {
    restart(limits(Duration.ofMinutes(1), Duration.ofMillis(100)));
    client.begin(NEWEST);
    String last;
    try (McpOverHttp.Events stream =
        client.postForEvents(McpOverHttp.call(5, "wait_for_gate", "{}"))) {
      last = stream.next().id(); // after a silence the answer has become a stream
    }
    tools.openGate();
    try (McpOverHttp.Events stream = client.get("Last-Event-ID", last)) {
      List<McpOverHttp.Event> events = stream.rest();
      assertThat(events.getLast().json().at("/result/isError").asBoolean()).isFalse();
      assertThat(events.getLast().json().path("id").asInt()).isEqualTo(5);
    }
    assertThat(tools.interrupted()).isZero();
  }

  @Test
  void question_toTheUser_goesOverTheStreamOfItsCall_andItsAnswerComesByPost() throws Exception {
    client.begin(NEWEST, "{\"elicitation\":{}}");
    try (McpOverHttp.Events stream =
        client.postForEvents(McpOverHttp.call(5, "ask", "{\"text\":\"Really?\"}"))) {
      McpOverHttp.Event question = stream.next();
      while (question.data().isEmpty()) {
        question = stream.next();
      }
      assertThat(question.json().path("method").asString()).isEqualTo("elicitation/create");
      HttpResponse<String> answered =
          client.post(
              """
              {"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{}}}"""
                  .formatted(question.json().path("id")));
      assertThat(answered.statusCode()).isEqualTo(202);
      assertThat(stream.rest().getLast().data()).contains("\"id\":5", "yes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c99-1", "x", "s", "s-", "s-x", "-1", "s-99999999999999999999"})
  void event_thatIsUnknown_isRefused(String id) throws Exception {
    client.begin(NEWEST);
    assertThat(
            client
                .send(client.request("Accept", "text/event-stream", "Last-Event-ID", id).GET())
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void get_takesTheStreamOver() throws Exception {
    client.begin(NEWEST);
    try (McpOverHttp.Events first = client.get()) {
      assertThat(first.next().id()).isEqualTo("s-0");
      try (McpOverHttp.Events second = client.get()) {
        assertThat(first.next()).isNull();
        assertThat(second.next().id()).isEqualTo("s-0");
      }
    }
  }

  @Test
  void delete_endsTheSession() throws Exception {
    client.begin(NEWEST);
    assertThat(client.send(client.request().DELETE()).statusCode()).isEqualTo(204);
    assertThat(client.post(PING).statusCode()).isEqualTo(404);
    assertThat(client.send(client.request().DELETE()).statusCode()).isEqualTo(404);
    assertThat(endpoint.sessions()).isZero();
  }

  @Test
  void session_thatNobodyUses_ends() throws Exception {
    restart(limits(Duration.ofMillis(200), Duration.ofMinutes(1)));
    client.begin(NEWEST);
    Future<HttpResponse<String>> call = background(McpOverHttp.call(5, "wait_for_gate", "{}"));
    awaitWaiting(1);
    await().during(Duration.ofMillis(400)).until(() -> endpoint.sessions() == 1);
    tools.openGate();
    assertThat(call.get().statusCode()).isEqualTo(200);
    await().until(() -> endpoint.sessions() == 0);
    assertThat(client.post(PING).statusCode()).isEqualTo(404);
  }

  @Test
  void sessions_ofWhichThereAreTooMany_giveWayWhenIdle() throws Exception {
    client.begin(NEWEST);
    for (int i = 0; i < 5; i++) {
      new McpOverHttp(server).begin(NEWEST);
    }
    assertThat(endpoint.sessions()).isEqualTo(3);
    assertThat(client.post(PING).statusCode()).isEqualTo(404);
  }

  @Test
  void sessions_thatAreAllInUse_leaveNoRoom() throws Exception {
    for (int i = 0; i < 3; i++) {
      client = new McpOverHttp(server).begin(NEWEST);
      Future<HttpResponse<String>> _ = background(McpOverHttp.call(5, "wait_for_gate", "{}"));
      awaitWaiting(i + 1);
    }
    HttpResponse<String> answer = new McpOverHttp(server).post(McpOverHttp.initialize(NEWEST));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void drain_finishesWhatIsInWork_andBeginsNothing() throws Exception {
    client.begin(NEWEST);
    Future<HttpResponse<String>> call = background(McpOverHttp.call(5, "wait_for_gate", "{}"));
    awaitWaiting(1);
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(
            () -> {
              try {
                server.drain(Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> Wire.get(server.port(), "/readyz", "Host: localhost").status() == 503);
    assertThat(Wire.get(server.port(), "/healthz", "Host: localhost").status()).isEqualTo(200);
    await().until(() -> client.post(PING).statusCode() != 200);
    assertThat(client.post(PING).statusCode()).isIn(404, 503);
    assertThat(new McpOverHttp(server).post(McpOverHttp.initialize(NEWEST)).statusCode())
        .isEqualTo(503);
    assertThat(drained).isNotDone();
    tools.openGate();
    assertThat(call.get().body()).contains("\"id\":5", "result");
    drained.join();
    assertThat(tools.interrupted()).isZero();
  }

  @Test
  void drain_thatTakesTooLong_interrupts() throws Exception {
    client.begin(NEWEST);
    Future<HttpResponse<String>> call = background(McpOverHttp.call(5, "wait_for_gate", "{}"));
    awaitWaiting(1);
    server.drain(Duration.ofMillis(50));
    await().until(() -> tools.interrupted() == 1);
    assertThat(call.get().statusCode()).isEqualTo(200);
  }

  private Future<HttpResponse<String>> background(String body) {
    McpOverHttp with = client;
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return with.post(body);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void awaitWaiting(int calls) {
    await().until(() -> tools.waiting() == calls);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return McpOverHttp.MAPPER.readTree(answer.body());
  }
}
