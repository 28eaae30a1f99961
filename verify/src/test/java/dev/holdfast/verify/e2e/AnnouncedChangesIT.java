package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What one process, or somebody with an editor, changes is announced to the clients of others. */
@Timeout(180)
class AnnouncedChangesIT {

  private static final String RESOURCES = "notifications/resources/list_changed";
  private static final String PROMPTS = "notifications/prompts/list_changed";
  private static final String UPDATED = "notifications/resources/updated";

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @Test
  void change_byAnotherProcess_andByAnEditor_isAnnouncedToBoth() throws IOException {
    RawClient one = servers.startRaw(folder);
    RawClient two = servers.startRaw(folder);
    Client.await(one.create("Target", "Before.")).orFail();
    assertThat(result(two, "resources/list", Map.of()).toString()).contains("persona://target");
    assertThat(result(one, "prompts/list", Map.of()).toString()).contains("Target");
    JsonNode _ = result(two, "resources/subscribe", Map.of("uri", "persona://target"));

    Client.await(one.create("New", "By the first.")).orFail();
    awaitAnnounced(two::nextAnnounced, RESOURCES, PROMPTS);
    Client.await(two.create("Newer", "By the second.")).orFail();
    awaitAnnounced(one::nextAnnounced, RESOURCES, PROMPTS);
    assertThat(result(one, "prompts/list", Map.of()).toString()).contains("\"newer\"");

    Client.await(one.edit("Target", "instructions", "After.")).orFail();
    awaitAnnounced(two::nextAnnounced, UPDATED + " persona://target");
    assertThat(result(two, "resources/read", Map.of("uri", "persona://target")).toString())
        .contains("After.");

    saveByHand("By hand.");
    awaitAnnounced(two::nextAnnounced, UPDATED + " persona://target");
    assertThat(result(two, "resources/read", Map.of("uri", "persona://target")).toString())
        .contains("By hand.");
    Files.delete(folder.resolve("target.md"));
    awaitAnnounced(one::nextAnnounced, RESOURCES, PROMPTS);
    awaitAnnounced(two::nextAnnounced, UPDATED + " persona://target", RESOURCES, PROMPTS);
    assertThat(result(one, "resources/list", Map.of()).toString())
        .doesNotContain("persona://target");
  }

  @Test
  void change_isAnnouncedToTheTypeScriptClient() throws IOException {
    NodePrograms.assumeInstalled();
    RawClient other = servers.startRaw(folder);
    Client.await(other.create("Target", "Before.")).orFail();
    TypeScriptClient client = (TypeScriptClient) servers.start(ClientKind.TYPESCRIPT, folder);
    assertThat(client.request("resources", Map.of()).toString()).contains("persona://target");
    assertThat(client.request("templates", Map.of()).toString()).contains("persona://{slug}");
    assertThat(client.request("prompt", Map.of("name", "target")).toString()).contains("Before.");
    assertThat(
            client
                .request(
                    "complete",
                    Map.of(
                        "ref", Map.of("type", "ref/resource", "uri", "persona://{slug}"),
                        "argument", Map.of("name", "slug", "value", "tar")))
                .toString())
        .contains("target");
    JsonNode _ = client.request("subscribe", Map.of("uri", "persona://target"));
    Client.await(other.create("New", "By the other.")).orFail();
    awaitAnnounced(client::nextAnnounced, RESOURCES, PROMPTS);
    assertThat(client.request("prompts", Map.of()).toString()).contains("\"new\"");
    saveByHand("By hand.");
    awaitAnnounced(client::nextAnnounced, UPDATED + " persona://target");
    assertThat(client.request("read", Map.of("uri", "persona://target")).toString())
        .contains("By hand.");
  }

  /** As editors do: a new file takes the place of the old one. */
  private void saveByHand(String instructions) throws IOException {
    Path file = folder.resolve("target.md");
    String text = Files.readString(file);
    Path draft = folder.resolve("target.md~");
    Files.writeString(draft, text.substring(0, text.lastIndexOf("---\n") + 4) + instructions);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static JsonNode result(RawClient client, String method, Map<String, Object> params) {
    JsonNode answer = Client.await(client.request(method, params));
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    return answer.path("result");
  }

  /** Waits until all of this was announced, in whatever order, with whatever else. */
  private static void awaitAnnounced(Supplier<JsonNode> next, String... expected) {
    Set<String> missing = new HashSet<>(Set.of(expected));
    while (!missing.isEmpty()) {
      JsonNode message = next.get();
      String uri = message.path("params").path("uri").asString("");
      missing.remove(message.path("method").asString("") + (uri.isEmpty() ? "" : " " + uri));
    }
  }
}
