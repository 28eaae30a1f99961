package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.server.catalog.TestTools;
import dev.holdfast.server.mcp.Conversations;
import dev.holdfast.server.mcp.TestConversations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are slow, stop in the middle, or are very many: others are served meanwhile. */
@Timeout(120)
class RoughClientsTest {

  private static final int CONNECTIONS = 300;
  private static final int PER_ADDRESS = 40;
  private static final int SESSIONS = Integer.getInteger("holdfast.sessions", 200);

  private final TestTools tools = new TestTools();
  private McpEndpoint endpoint;
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    Conversations conversations = TestConversations.of(tools.tools());
    Limits limits =
        new Limits(
            CONNECTIONS + 50,
            PER_ADDRESS,
            Duration.ofSeconds(30),
            Duration.ofMillis(300),
            1_000_000,
            Duration.ofMillis(300),
            SESSIONS,
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    endpoint = new McpEndpoint(_ -> conversations, Gate.OPEN, limits);
    server =
        WebServer.start(
            WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).with(limits),
            Gate.OPEN,
            List.of(Mount.guarded(WebServer.MCP_PATH, endpoint)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void headers_thatDrip_areCut() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
      await().untilAsserted(() -> assertThat(drips(wire, "X: y\r\n")).isFalse());
    }
    assertServed();
  }

  @Test
  void body_thatDrips_isCut() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send(
          """
          POST /mcp HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/json\r
          Content-Length: 10000\r
          \r
          """);
      await().untilAsserted(() -> assertThat(drips(wire, " ")).isFalse());
    }
    assertServed();
  }

  /** Is the connection still open when more is sent? */
  private static boolean drips(Wire wire, String more) {
    try {
      wire.send(more);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void request_thatStopsInTheMiddle_harmsNobody() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
      wire.send("Content-Length: 100\r\n\r\n{\"jsonrpc\"");
      wire.finish();
      assertThat(wire.isClosed()).isTrue();
    }
    assertServed();
  }

  @Test
  void connections_thatSayNothing_leaveRoomForOthers() throws Exception {
    List<Wire> idle = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        idle.add(new Wire(server.port()));
      }
      assertServed();
    } finally {
      for (Wire wire : idle) {
        wire.close();
      }
    }
  }

  @Test
  void connections_ofOneAddress_areLimited_untilSomeAreClosed() throws Exception {
    List<Wire> open = new ArrayList<>();
    try {
      for (int i = 0; i < AddressLimit.LOOPBACK * PER_ADDRESS; i++) {
        open.add(new Wire(server.port()));
        open.getLast().send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(open.getLast().answer().status()).isEqualTo(200);
      }
      assertThatThrownBy(this::assertServed).isInstanceOf(IOException.class);
      open.removeFirst().close();
      await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(this::assertServed);
    } finally {
      for (Wire wire : open) {
        wire.close();
      }
    }
  }

  /** {@code -Dholdfast.sessions=10000} for the number of a busy day. */
  @Test
  void sessions_thatAreIdle_leaveRoomForOthers() throws Exception {
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(new McpOverHttp(server).post(McpOverHttp.initialize("2025-11-25")).statusCode())
          .isEqualTo(200);
    }
    assertThat(endpoint.sessions()).isEqualTo(SESSIONS);
    McpOverHttp client = new McpOverHttp(server).begin("2025-11-25");
    assertThat(client.post(McpOverHttp.call(1, "echo", "{\"text\":\"a\"}")).statusCode())
        .isEqualTo(200);
    assertThat(endpoint.sessions()).isEqualTo(SESSIONS);
  }

  private void assertServed() throws IOException {
    assertThat(Wire.get(server.port(), "/healthz", "Host: localhost").status()).isEqualTo(200);
  }
}
