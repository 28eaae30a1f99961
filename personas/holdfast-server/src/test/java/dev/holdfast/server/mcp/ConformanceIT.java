package dev.holdfast.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.http.Gate;
import dev.holdfast.server.http.Limits;
import dev.holdfast.server.http.McpEndpoint;
import dev.holdfast.server.http.Mount;
import dev.holdfast.server.http.WebOptions;
import dev.holdfast.server.http.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The official conformance suite against our transport. It asks for tools and resources of its own,
 * so a server of {@link Fixture}s answers; all else is what {@code holdfast serve} runs.
 */
@Timeout(300)
class ConformanceIT {

  /** {@code verify/node-clients.sh} brings the suite, and a Node where the system's is too old. */
  private static final Path NODE = Path.of("../../verify/target/node").toAbsolutePath().normalize();

  @TempDir Path results;

  @Test
  void requirementsOf20251125_areMet() throws Exception {
    Path suite = NODE.resolve("node_modules/@modelcontextprotocol/conformance/dist/index.js");
    if (!Files.exists(suite) || !Files.isExecutable(NODE.resolve("run-node"))) {
      String reason =
          "the conformance suite is not installed: run verify/node-clients.sh, which needs npm";
      System.out.println("SKIPPED: " + reason);
      throw new TestAbortedException(reason);
    }
    WebOptions options = WebOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    McpEndpoint endpoint = new McpEndpoint(_ -> Fixture.conversations(), Gate.OPEN, Limits.USUAL);
    try (WebServer server =
        WebServer.start(options, Gate.OPEN, List.of(Mount.guarded(WebServer.MCP_PATH, endpoint)))) {
      Path said = results.resolve("said");
      Process process =
          new ProcessBuilder(
                  NODE.resolve("run-node").toString(),
                  suite.toString(),
                  "server",
                  "--url",
                  server.url() + WebServer.MCP_PATH,
                  "--requirements",
                  "2025-11-25",
                  "--output-dir",
                  results.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("the suite ends").isTrue();
        assertThat(process.exitValue()).as("the suite says:%n%s", Files.readString(said)).isZero();
        assertThat(said).as("the suite ran").content().contains("dns-rebinding-protection");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
