package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.server.catalog.ToolResult;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerMetricsTest {

  @TempDir private static Path directory;
  private static MetricsFixture server;

  @BeforeAll
  static void start() throws Exception {
    server = new MetricsFixture(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void callsOfTools_areCountedByToolAndOutcome() throws Exception {
    assertThat(server.call("list_personas", Map.of())).isInstanceOf(ToolResult.Success.class);
    for (int i = 0; i < 2; i++) {
      assertThat(server.call("get_persona_details", Map.of("persona", "nobody" + i)))
          .isInstanceOf(ToolResult.Failure.class);
    }
    assertThat(server.text())
        .contains("holdfast_tool_calls_total{outcome=\"ok\",tool=\"list_personas\"} 1.0\n")
        .contains(
            "holdfast_tool_calls_total{outcome=\"not_found\",tool=\"get_persona_details\"} 2.0\n")
        .contains("holdfast_tool_call_seconds_count{tool=\"get_persona_details\"} 2\n")
        .contains("holdfast_tool_call_seconds_bucket{tool=\"list_personas\",le=\"+Inf\"} 1\n")
        .contains("holdfast_tool_calls_total{outcome=\"internal\",tool=\"list_personas\"} 0.0\n")
        .doesNotContain("nobody");
  }

  @Test
  void anEdit_showsItsLocksAndItsCommit_andNoName() {
    ToolResult created =
        server.call(
            "create_persona",
            Map.of(
                "name", "Secretive",
                "description", "Is in no figure",
                "category", "creative",
                "instructions", "Be in no figure."));
    assertThat(created).isInstanceOf(ToolResult.Success.class);
    await()
        .untilAsserted(
            () ->
                assertThat(server.text())
                    .containsPattern("holdfast_lock_acquired_total\\{kind=\"persona\"} [1-9]")
                    .containsPattern("holdfast_file_sync_seconds_count\\{of=\"content\"} [1-9]")
                    .doesNotContainIgnoringCase("secretive"));
  }

  @Test
  void java_isMeasured() throws Exception {
    assertThat(server.text())
        .contains("jvm_memory_used_bytes{")
        .contains("jvm_gc_")
        .contains("jvm_threads_live_threads")
        .contains("process_cpu_usage")
        .contains("process_uptime_seconds")
        .contains("holdfast_build{java=\"")
        .contains("version=\"1.2.3\"} 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text | application/openmetrics-text",
        "application/openmetrics-text;version=1.0.0;q=0.7,text/plain;q=0.3 | application/openmetrics-text",
        "application/vnd.google.protobuf;proto=x,application/openmetrics-text;q=0.5,*/*;q=0.1 | application/openmetrics-text",
        "application/openmetrics-text;q=0.2,text/plain;version=0.0.4 | text/plain",
        "text/html,*/*;q=0.8 | text/plain",
        "image/png | text/plain"
      })
  void format_isWhatIsAskedForFirst(String accept, String type) throws Exception {
    HttpResponse<String> answer = server.request("GET", "Accept", accept);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type + ";");
    boolean openMetrics = type.startsWith("application");
    assertThat(answer.body().endsWith("# EOF\n")).isEqualTo(openMetrics);
  }

  @Test
  void head_hasNoBody_andOtherMethodsAreRefused() throws Exception {
    HttpResponse<String> head = server.request("HEAD");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
    assertThat(head.body()).isEmpty();
    HttpResponse<String> post = server.request("POST");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }
}
