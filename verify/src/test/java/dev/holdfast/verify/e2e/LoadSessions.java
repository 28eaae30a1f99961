package dev.holdfast.verify.e2e;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sessions of the official client with its own transports, which keep nothing of what was said. */
final class LoadSessions {
  private LoadSessions() {}

  /** A session with a server that others have sessions with, too. */
  static McpSyncClient overHttp(String url) {
    return connected(
        HttpClientStreamableHttpTransport.builder(url)
            .endpoint("/mcp")
            .jsonMapper(new JacksonMcpJsonMapper(WireOutput.JSON))
            .openConnectionOnStartup(true)
            .build());
  }

  /** A session with a server of its own. */
  record OverStdio(McpSyncClient client, ProcessHandle server) {

    /** Starts both. */
    static OverStdio start(Path folder, Consumer<String> standardError) {
      String program = Launcher.program().toString();
      StdioClientTransport transport =
          new StdioClientTransport(
              ServerParameters.builder(program).args("mcp", "--dir", folder.toString()).build(),
              new JacksonMcpJsonMapper(WireOutput.JSON)) {
            @Override
            protected ProcessBuilder getProcessBuilder() {
              return Launcher.builder(List.of());
            }
          };
      transport.setStdErrorHandler(standardError);
      Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
      McpSyncClient client = connected(transport);
      ProcessHandle server =
          ProcessHandle.current()
              .children()
              .filter(child -> !others.contains(child))
              .findFirst()
              .orElseThrow();
      return new OverStdio(client, server);
    }
  }

  private static McpSyncClient connected(McpClientTransport transport) {
    McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Launcher.DEADLINE)
            .initializationTimeout(Launcher.DEADLINE)
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
            .build();
    client.initialize();
    return client;
  }
}
