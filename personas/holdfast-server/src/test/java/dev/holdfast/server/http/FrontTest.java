package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontTest {

  private static final AtomicInteger REACHED = new AtomicInteger();

  private static WebServer server;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    WebOptions options =
        WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .with(Set.of("holdfast.example"), Set.of("https://inspector.example"));
    server =
        WebServer.start(
            options,
            Gate.OPEN,
            List.of(
                Mount.guarded("/api/", new Probe()),
                Mount.guarded("/broken", new Broken()),
                Mount.guarded(WebServer.MCP_PATH, new Probe())));
    port = server.port();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:7878",
        "LOCALHOST",
        "127.0.0.1:1",
        "[::1]:7878",
        "holdfast.example",
        "Holdfast.Example:443"
      })
  void host_thatIsOurs_isServed(String host) throws IOException {
    assertThat(Wire.get(port, "/api/x", "Host: " + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:7878",
        "10.0.0.1",
        "[::2]",
        "localhost@evil.example",
        "2130706433"
      })
  void host_ofAnother_isRefusedBeforeAnythingSeesIt(String host) throws IOException {
    int before = REACHED.get();
    Wire.Answer answer = Wire.get(port, "/api/x", "Host: " + host);
    assertThat(answer.status()).isIn(400, 403);
    assertThat(answer.body()).doesNotContain("Exception");
    assertThat(REACHED.get()).isEqualTo(before);
  }

  @Test
  void host_ofAnotherInTheRequestLine_isRefused() throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send("GET http://evil.example/api/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(wire.answer().status()).isIn(400, 403);
    }
  }

  @Test
  void host_missingOrTwice_isRefused() throws IOException {
    assertThat(Wire.get(port, "/api/x", "X: y").status()).isEqualTo(400);
    assertThat(Wire.get(port, "/api/x", "Host: localhost", "Host: evil.example").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:7878, localhost:7878, 200",
    "HTTP://LOCALHOST:7878, localhost:7878, 200",
    "http://[::1]:7878, [::1]:7878, 200",
    "http://holdfast.example, holdfast.example, 200",
    "https://inspector.example, localhost:7878, 200",
    "https://localhost:7878, localhost:7878, 403",
    "http://localhost:7879, localhost:7878, 403",
    "http://evil.example, localhost:7878, 403",
    "https://inspector.example.evil.example, localhost:7878, 403",
    "null, localhost:7878, 403"
  })
  void origin_isOursOrAllowed_orRefused(String origin, String host, int status) throws IOException {
    assertThat(Wire.get(port, "/api/x", "Host: " + host, "Origin: " + origin).status())
        .isEqualTo(status);
  }

  @Test
  void preflight_ofAnAllowedOrigin_isAnswered() throws IOException {
    int before = REACHED.get();
    try (Wire wire = new Wire(port)) {
      wire.send(
          """
          OPTIONS /mcp HTTP/1.1\r
          Host: localhost\r
          Origin: https://inspector.example\r
          Access-Control-Request-Method: POST\r
          \r
          """);
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("access-control-allow-origin"))
          .isEqualTo("https://inspector.example");
    }
    assertThat(REACHED.get()).isEqualTo(before);
    assertThat(Wire.get(port, "/api/x", "Host: localhost", "Origin: http://evil.example").headers())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void refusal_isJsonRpc_whereThatIsSpoken() throws IOException {
    Wire.Answer answer = Wire.get(port, WebServer.MCP_PATH, "Host: evil.example");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(Answers.MAPPER.readTree(answer.body()).at("/error/message").asString())
        .contains("'evil.example'", "--allow-host");
  }

  @Test
  void path_thatNobodyAnswers_is404() throws IOException {
    for (String path : List.of("/", "/api", "/mcp/", "/mcpx", "/healthz/x", "/..", "/api/../x")) {
      assertThat(Wire.get(port, path, "Host: localhost").status()).as(path).isIn(400, 404);
    }
  }

  @Test
  void refusal_hasACodeAMessageAndAHint() throws IOException {
    Wire.Answer answer = Wire.get(port, "/nothing", "Host: localhost");
    assertThat(Answers.MAPPER.readTree(answer.body()).path("error"))
        .hasToString(
            "{\"status\":404,\"code\":\"NOT_FOUND\",\"message\":\"There is nothing at this path.\","
                + "\"hint\":\"MCP is at /mcp.\"}");
  }

  @Test
  void handler_thatThrows_isAnsweredWithoutItsTrace() throws IOException {
    Wire.Answer answer = Wire.get(port, "/broken", "Host: localhost");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body())
        .contains("should not occur")
        .doesNotContain("planted", "\tat ", ".java");
  }

  @Test
  void answers_carryTheHeadersOfSecurity_andNoVersion() throws IOException {
    for (String path : List.of("/healthz", "/nothing", "/broken")) {
      Wire.Answer answer = Wire.get(port, path, "Host: localhost");
      assertThat(answer.header("x-content-type-options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("content-security-policy")).as(path).contains("default-src 'none'");
      assertThat(answer.header("cache-control")).as(path).isEqualTo("no-store");
      assertThat(answer.headers()).doesNotContainKey("server");
    }
  }

  @Test
  void health_isToldToEverybody() throws IOException {
    assertThat(Wire.get(port, "/healthz", "Host: localhost").body())
        .isEqualTo("{\"status\":\"ok\"}");
    assertThat(Wire.get(port, "/readyz", "Host: localhost").status()).isEqualTo(200);
  }

  @Test
  void garbage_isAnsweredOrCut() throws IOException {
    for (String garbage :
        List.of(
            "\u0000\u0001\u0002\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n%s\r\n\r\n0\r\n\r\n"
                .formatted("Transfer-Encoding: chunked"),
            "GET /api/" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      try (Wire wire = new Wire(port)) {
        wire.send(garbage);
        wire.finish();
        Wire.Answer answer = wire.answer();
        assertThat(answer.status()).as(garbage).isBetween(400, 505);
        assertThat(answer.body()).doesNotContain("Exception", "jetty");
      }
    }
  }

  private static final class Probe extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      REACHED.incrementAndGet();
      assertThat(Thread.currentThread().isVirtual()).isTrue();
      assertThat(Access.of(request)).isEqualTo(Access.ADMIN);
      response.write(true, null, callback);
      return true;
    }
  }

  private static final class Broken extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      throw new IllegalStateException("planted");
    }
  }
}
