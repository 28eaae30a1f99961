package dev.holdfast.server.http;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.mcp.Conversations;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official client over HTTP, against the whole server on a real folder. */
class SdkHttpClientTest {

  private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
  private final AtomicInteger listChanges = new AtomicInteger();

  @TempDir Path directory;
  private FileLockManager locks;
  private PersonaStore store;
  private WebServer server;
  private McpSyncClient client;

  @BeforeEach
  void connect() throws IOException {
    locks = FileLockManager.inProcess();
    store =
        PersonaFolder.open(directory.resolve("p"), locks, Actor.of("tester"), Clock.systemUTC());
    McpEndpoint endpoint =
        new McpEndpoint(
            _ -> new Conversations(Catalog.of(store, locks, CatalogOptions.of("9.9")), "9.9"),
            Gate.OPEN,
            Limits.USUAL);
    server =
        WebServer.start(
            WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            Gate.OPEN,
            List.of(Mount.guarded(WebServer.MCP_PATH, endpoint)));
    client = connected("sdk test");
  }

  private McpSyncClient connected(String name) {
    McpSyncClient connected =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(server.url())
                    .endpoint(WebServer.MCP_PATH)
                    .openConnectionOnStartup(true)
                    .build())
            .requestTimeout(ofSeconds(30))
            .clientInfo(Implementation.builder(name, "7.1").build())
            .progressConsumer(progress::add)
            .resourcesChangeConsumer(_ -> listChanges.incrementAndGet())
            .build();
    connected.initialize();
    return connected;
  }

  @AfterEach
  void disconnect() {
    client.closeGracefully();
    server.close();
    store.close();
    locks.close();
  }

  @Test
  void tools_areCalled_andTheHistorySaysByWhom() {
    CallToolResult created = create(client, "Nina");
    assertThat(created.isError()).isFalse();
    assertThat(store.history("nina").getFirst().change().who().client()).isEqualTo("sdk test 7.1");
  }

  @Test
  void changes_areAnnounced_whoeverMakesThem() {
    McpSyncClient other = connected("other");
    client.listResources();
    create(other, "Otto");
    await().until(() -> listChanges.get() > 0);
    other.closeGracefully();
  }

  @Test
  void activation_isOfEachSession() {
    McpSyncClient other = connected("other");
    create(client, "Paul");
    call(client, "activate_persona", Map.of("persona", "Paul"));
    assertThat(call(client, "get_active_persona", Map.of()).toString()).contains("name=Paul");
    assertThat(call(other, "get_active_persona", Map.of()).toString()).doesNotContain("name=Paul");
    other.closeGracefully();
  }

  @Test
  void progress_reachesTheCallThatAsked() {
    create(client, "Rita");
    CallToolResult result =
        client.callTool(CallToolRequest.builder("create_backup").progressToken("here").build());
    assertThat(result.isError()).isFalse();
    await().until(() -> progress.stream().anyMatch(one -> one.progressToken().equals("here")));
  }

  private static CallToolResult create(McpSyncClient client, String name) {
    return call(
        client,
        "create_persona",
        Map.of("name", name, "description", "d", "category", "gaming", "instructions", "Play!"));
  }

  private static CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }
}
