package dev.holdfast.server.mcp;

import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the SDK's server knows of the transport: where it leaves its factory of sessions. */
final class SessionProvider implements McpServerTransportProvider {

  private McpServerSession.@Nullable Factory factory;

  /** The factory of the server that was built on this provider. */
  McpServerSession.Factory sessions() {
    if (factory == null) {
      throw new IllegalStateException("No server was built on this provider");
    }
    return factory;
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory sessionFactory) {
    this.factory = sessionFactory;
  }

  /** Oldest first; the SDK offers the last to a client that asks for none of them. */
  @Override
  public List<String> protocolVersions() {
    return List.of(
        ProtocolVersions.MCP_2024_11_05,
        ProtocolVersions.MCP_2025_03_26,
        ProtocolVersions.MCP_2025_06_18,
        ProtocolVersions.MCP_2025_11_25);
  }

  @Override
  public Mono<Void> notifyClients(String method, @Nullable Object params) {
    return Mono.empty(); // what changes is announced by Announcements, the SDK does not know of it
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }
}
