package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.mcp.Conversations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TokenGateTest {

  private static final String HOST = "Host: localhost";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path directory;
  private FileLockManager locks;
  private PersonaStore store;
  private TokenFile tokens;
  private WebServer server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Path domain = directory.resolve("p/.holdfast");
    locks = FileLockManager.open(domain);
    store =
        PersonaFolder.open(directory.resolve("p"), locks, Actor.of("tester"), Clock.systemUTC());
    tokens = new TokenFile(domain, locks, Clock.systemUTC());
    start(true, 1000);
  }

  private void start(boolean required, int perSecond) throws IOException {
    start(required, perSecond, Duration.ofMillis(20));
  }

  private void start(boolean required, int perSecond, Duration tokenCheck) throws IOException {
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now.get();
          }
        };
    Gate gate = new TokenGate(tokens, clock, required, perSecond);
    Duration time = Duration.ofSeconds(30);
    Limits limits = new Limits(100, 100, time, time, 100_000, time, 100, time, tokenCheck, time);
    McpEndpoint mcp = new McpEndpoint(this::conversations, gate, limits);
    server =
        WebServer.start(
            WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            gate,
            List.of(
                Mount.guarded("/api/", new WhoAmI()),
                Mount.open("/", new WhoAmI()),
                Mount.guarded(WebServer.MCP_PATH, mcp)));
    port = server.port();
  }

  private Conversations conversations(Caller caller) {
    CatalogOptions options = CatalogOptions.of("9.9").withTools(new ToolAccess(caller.access()));
    return new Conversations(
        Catalog.of(store.as(new Actor(caller.name(), "")), locks, options), "9.9");
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
    locks.close();
  }

  @Test
  void request_withoutAToken_isTurnedAway() throws IOException {
    Wire.Answer answer = Wire.get(port, "/api/x", HOST);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(answer.body()).contains("holdfast token create");
  }

  @Test
  void request_toWhatIsOpen_mayLook() throws IOException {
    assertThat(Wire.get(port, "/page", HOST).body()).isEqualTo(":READ");
    assertThat(Wire.get(port, "/healthz", HOST).status()).isEqualTo(200);
  }

  @Test
  void request_withAToken_isItsOwners() throws Exception {
    String secret = create("laptop", Access.WRITE);
    assertThat(get(secret).body()).isEqualTo("laptop:WRITE");
    assertThat(Wire.get(port, "/api/x", HOST, "Authorization: bEARER  " + secret + " ").body())
        .isEqualTo("laptop:WRITE");
  }

  @Test
  void token_thatIsWrong_isTurnedAway() throws Exception {
    String secret = create("laptop", Access.WRITE);
    for (String wrong :
        List.of(secret + "x", secret.substring(1), secret.toUpperCase(Locale.ROOT), "")) {
      Wire.Answer answer = get(wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).contains("invalid_token");
    }
    assertThat(Wire.get(port, "/api/x", HOST, "Authorization: Basic " + secret).status())
        .isEqualTo(401);
  }

  @Test
  @Timeout(30)
  void token_thatIsRevoked_endsAtOnce_withItsSessions() throws Exception {
    McpOverHttp client =
        new McpOverHttp(server)
            .with("Authorization", "Bearer " + create("laptop", Access.READ))
            .begin("2025-11-25");
    try (McpOverHttp.Events events = client.get()) {
      assertThat(events.next().id()).isEqualTo("s-0");
      assertThat(tokens.revoke("laptop")).isTrue();
      assertThat(client.post(PING).statusCode()).isEqualTo(401);
      assertThat(events.next()).isNull(); // what was open is closed
    }
  }

  @Test
  void token_thatHasExpired_isTurnedAway() throws Exception {
    String secret =
        tokens.create("short", Access.READ, Optional.of(now.get().plusSeconds(10))).orElseThrow();
    assertThat(get(secret).status()).isEqualTo(200);
    now.set(now.get().plusSeconds(10));
    assertThat(get(secret).status()).isEqualTo(401);
  }

  @Test
  void guessing_isSlowedDown() throws Exception {
    String secret = create("laptop", Access.READ);
    for (int i = 0; i < TokenGate.WRONG_TOKENS; i++) {
      assertThat(get("guess" + i).status()).isEqualTo(401);
    }
    Wire.Answer answer = get("guess");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 10);
    assertThat(get(secret).status()).as("who guesses learns nothing").isEqualTo(429);
  }

  @Test
  void requests_areLimitedForEachToken() throws Exception {
    server.close();
    start(true, 1);
    String one = create("one", Access.READ);
    String other = create("other", Access.READ);
    await().until(() -> get(one).status() == 429);
    assertThat(get(other).status()).isEqualTo(200);
  }

  @Test
  void loopback_whereNoneIsRequired_letsEverybodyIn_butNoWrongToken() throws Exception {
    server.close();
    start(false, 1000);
    assertThat(Wire.get(port, "/api/x", HOST).body()).isEqualTo(":ADMIN");
    assertThat(get(create("laptop", Access.READ)).body()).isEqualTo("laptop:READ");
    assertThat(get("wrong").status()).isEqualTo(401);
  }

  @Test
  void file_thatCannotBeRead_letsNobodyIn() throws Exception {
    String secret = create("laptop", Access.READ);
    Files.writeString(tokens.path(), "garbage");
    assertThat(get(secret).status()).isEqualTo(503);
    assertThat(Wire.get(port, "/api/x", HOST).status()).isEqualTo(401);
  }

  @Test
  void tools_areThoseOfTheScope() throws Exception {
    McpOverHttp read = client("r", Access.READ);
    McpOverHttp write = client("w", Access.WRITE);
    McpOverHttp admin = client("a", Access.ADMIN);
    assertThat(tools(read)).contains("list_personas").doesNotContain("create_persona");
    assertThat(tools(write)).contains("create_persona").doesNotContain("restore_backup");
    assertThat(tools(admin)).contains("restore_backup", "prune_backups");
    assertThat(write.post(McpOverHttp.call(3, "prune_backups", "{}")).body())
        .contains("\"isError\":true", "--scope admin");
    String persona =
        "{\"name\":\"Nina\",\"description\":\"d\",\"category\":\"gaming\",\"instructions\":\"i\"}";
    assertThat(read.post(McpOverHttp.call(3, "create_persona", persona)).body())
        .contains("\"isError\":true", "--scope write");
    assertThat(write.post(McpOverHttp.call(4, "create_persona", persona)).body())
        .contains("\"isError\":false");
    assertThat(store.history("nina").getFirst().change().who().user()).isEqualTo("w");
  }

  @Test
  void session_ofAnotherToken_isNotThere() throws Exception {
    McpOverHttp one = client("one", Access.ADMIN);
    String other = create("other", Access.ADMIN);
    assertThat(one.post(PING).statusCode()).isEqualTo(200);
    assertThat(one.post(PING, "Authorization", "Bearer " + other).statusCode()).isEqualTo(404);
  }

  @Test
  @Timeout(30)
  void session_ofARevokedToken_endsAlthoughThereIsAnotherOfItsName() throws Exception {
    McpOverHttp old = client("laptop", Access.ADMIN);
    try (McpOverHttp.Events events = old.get()) {
      assertThat(events.next().id()).isEqualTo("s-0");
      assertThat(tokens.revoke("laptop")).isTrue();
      assertThat(create("laptop", Access.ADMIN)).isNotEmpty();
      assertThat(events.next()).isNull();
    }
  }

  @Test
  void session_ofARevokedToken_isNotThereForAnotherOfItsName() throws Exception {
    server.close();
    start(true, 1000, Duration.ofMinutes(1)); // it is there still, but nobody's
    McpOverHttp old = client("laptop", Access.ADMIN);
    assertThat(tokens.revoke("laptop")).isTrue();
    String again = create("laptop", Access.ADMIN);
    assertThat(old.post(PING, "Authorization", "Bearer " + again).statusCode()).isEqualTo(404);
  }

  private McpOverHttp client(String name, Access access) throws Exception {
    return new McpOverHttp(server)
        .with("Authorization", "Bearer " + create(name, access))
        .begin("2025-11-25");
  }

  private static List<String> tools(McpOverHttp client) throws Exception {
    List<String> names = new ArrayList<>();
    McpOverHttp.MAPPER
        .readTree(client.post(PING.replace("ping", "tools/list")).body())
        .at("/result/tools")
        .forEach(tool -> names.add(tool.path("name").asString()));
    return names;
  }

  private String create(String name, Access access) throws Exception {
    return tokens.create(name, access, Optional.empty()).orElseThrow();
  }

  private Wire.Answer get(String secret) throws IOException {
    return Wire.get(port, "/api/x", HOST, "Authorization: Bearer " + secret);
  }

  private static final class WhoAmI extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Caller caller = Caller.of(request);
      Content.Sink.write(response, true, caller.name() + ":" + caller.access(), callback);
      return true;
    }
  }
}
