package dev.holdfast.server.catalog;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ServerToolsTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void getServerStatus_tellsVersionFolderAndCounts() throws IOException {
    fixture.writeInvalidFile("broken.md");
    fixture.call("activate_persona", Map.of("persona", "alice"));
    Answer status = fixture.call("get_server_status");
    assertThat(status.field("version")).isEqualTo("1.2.3");
    assertThat(status.field("folder")).isEqualTo(fixture.store.location());
    assertThat(status.structured().path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(status.structured().path("uptimeSeconds").asLong()).isNotNegative();
    assertThat(status.structured().path("total").asInt()).isEqualTo(2);
    assertThat(status.structured().path("valid").asInt()).isEqualTo(1);
    assertThat(status.structured().path("invalid").asInt()).isEqualTo(1);
    assertThat(status.field("activePersona")).isEqualTo("alice.md");
    assertThat(status.text()).contains("1.2.3", fixture.store.location(), "**Alice**");
  }

  @Test
  void getLockMetrics_showsHoldersAndWaiters() throws InterruptedException {
    Thread waiter;
    try (LockHandle held =
        fixture.locks.acquire(LockRequest.exclusive("persona:x").purpose("a test"))) {
      waiter = Thread.ofVirtual().name("the waiter").start(this::waitForLock);
      await().until(() -> fixture.locks.metrics().waiting() == 1);
      Answer metrics = fixture.call("get_lock_metrics");
      JsonNode resource = metrics.structured().path("resources").path(0);
      assertThat(resource.path("resource").asString()).isEqualTo("persona:x");
      JsonNode holder = resource.path("holders").path(0);
      assertThat(holder.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(holder.path("mode").asString()).isEqualTo("exclusive");
      assertThat(holder.path("purpose").asString()).isEqualTo("a test");
      assertThat(holder.path("token").asLong()).isEqualTo(held.token());
      assertThat(resource.path("waiters")).hasSize(1);
      assertThat(metrics.structured().path("held").asLong()).isEqualTo(1);
      assertThat(metrics.structured().path("waiting").asLong()).isEqualTo(1);
      assertThat(metrics.text()).contains("persona:x", "a test", "wanted");
    }
    assertThat(waiter.join(ofSeconds(30))).isTrue();
  }

  private void waitForLock() {
    try {
      fixture.locks.withLock("persona:x", () -> {});
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void getLockMetrics_afterAnEdit_countsByKind() {
    fixture.call("edit_persona", Map.of("persona", "alice", "field", "author", "value", "me"));
    Answer metrics = fixture.call("get_lock_metrics");
    assertThat(metrics.structured().path("resources")).isEmpty();
    assertThat(metrics.structured().path("total").path("acquired").asLong()).isPositive();
    JsonNode persona =
        metrics
            .structured()
            .path("byKind")
            .valueStream()
            .filter(k -> k.path("kind").asString().equals("persona"))
            .findFirst()
            .orElseThrow();
    assertThat(persona.path("acquired").asLong()).isEqualTo(1);
    assertThat(metrics.text()).contains("No lock is held", "| persona | 1 |");
  }

  @Test
  void editPersona_whoseLockIsHeld_canBeInterrupted() throws InterruptedException {
    try (LockHandle _ = fixture.locks.acquire(LockRequest.exclusive("persona:alice"))) {
      Thread editor =
          Thread.ofVirtual()
              .start(
                  () ->
                      fixture.fail(
                          "INTERRUPTED",
                          "edit_persona",
                          Map.of("persona", "alice", "field", "author", "value", "me")));
      await().until(() -> fixture.locks.metrics().waiting() == 1);
      editor.interrupt();
      assertThat(editor.join(ofSeconds(10))).isTrue();
    }
    Answer details = fixture.call("get_persona_details", Map.of("persona", "alice"));
    assertThat(details.persona().path("author").asString()).isNotEqualTo("me");
  }
}
