package dev.holdfast.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The SDK's side of one session. Calls run on the calling thread; their answers come to the
 * listener before {@link #call} returns.
 */
final class SdkSession {

  private final McpServerSession session;
  private final ClientRequests requests;

  /**
   * @param onAnswer gets the answer to each call, on the thread of the call
   * @param onMessage gets what the server sends of itself, from any thread
   * @param requests what calls ask the client
   */
  SdkSession(
      McpServerSession.Factory sessions,
      McpJsonMapper mapper,
      Consumer<McpSchema.JSONRPCResponse> onAnswer,
      Consumer<JsonNode> onMessage,
      ClientRequests requests) {
    this.requests = requests;
    this.session = sessions.create(new Outlet(mapper, onAnswer, onMessage));
  }

  /** Runs one request to its end. {@code key} stands for the client's id in the answer. */
  void call(String method, String key, ObjectNode params) {
    McpSchema.JSONRPCRequest request = new McpSchema.JSONRPCRequest(method, key, params);
    Elicitation.with(requests, () -> session.handle(request).block());
  }

  /** Tells the SDK that the client is ready; before that it refuses all calls. */
  void initialized() {
    session
        .handle(new McpSchema.JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED))
        .block();
  }

  /** Where the SDK sends its messages. */
  private record Outlet(
      McpJsonMapper mapper,
      Consumer<McpSchema.JSONRPCResponse> onAnswer,
      Consumer<JsonNode> onMessage)
      implements McpServerTransport {

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
      return Mono.fromRunnable(
          () -> {
            if (message instanceof McpSchema.JSONRPCResponse answer) {
              onAnswer.accept(answer);
            } else {
              onMessage.accept(Json.MAPPER.valueToTree(message));
            }
          });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return mapper.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty(); // the streams belong to the caller of StdioServer
    }
  }
}
