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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    locks = FileLockManager.open(directory.resolve("p/.holdfast"));
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

  /** Four clients of this server, and another server of the folder, create and edit at once. */
  @Test
  void clients_andAnotherServer_loseNothing() throws Exception {
    int each = 5;
    create(client, "Target");
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      McpSyncClient one = connected("client " + i);
      String name = "Of client " + i + " ";
      work.add(
          () -> {
            for (int n = 0; n < each; n++) {
              assertThat(create(one, name + n).isError()).isFalse();
              assertThat(edit(one, name + n).isError()).isFalse();
            }
            one.closeGracefully();
            return null;
          });
    }
    try (FileLockManager otherLocks = FileLockManager.open(directory.resolve("p/.holdfast"));
        PersonaStore other =
            PersonaFolder.open(
                directory.resolve("p"), otherLocks, Actor.of("other"), Clock.systemUTC());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < each; n++) {
        String text = "other " + n;
        work.add(
            () -> {
              var _ = other.edit("target", Map.of("description", text));
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    for (int i = 0; i < 4; i++) {
      for (int n = 0; n < each; n++) {
        assertThat(store.get("Of client " + i + " " + n)).isNotNull();
      }
    }
    assertThat(store.history("target")).hasSize(1 + 4 * each + each);
  }

  private static CallToolResult edit(McpSyncClient client, String value) {
    return call(
        client,
        "edit_persona",
        Map.of("persona", "target", "field", "description", "value", value));
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
