package dev.holdfast.verify.e2e;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The official client for Java. Its transport is ours, because its own keeps neither the bytes nor
 * the process; that its own works too is a test by itself.
 */
final class JavaClient implements Client {

  private final Transport transport;
  private final McpAsyncClient sdk;

  private JavaClient(Transport transport) {
    this.transport = transport;
    this.sdk =
        McpClient.async(transport)
            .requestTimeout(Launcher.DEADLINE)
            .initializationTimeout(Launcher.DEADLINE)
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
            .build();
    transport.onEnd = sdk::close;
  }

  /** Starts a server and a session. */
  static JavaClient start(Path folder) {
    JavaClient client = new JavaClient(new Transport(folder));
    try {
      client.sdk.initialize().block(Launcher.DEADLINE);
    } catch (RuntimeException e) {
      client.destroy();
      throw e;
    }
    return client;
  }

  @Override
  public CompletableFuture<Answer> call(String tool, Map<String, Object> arguments) {
    return sdk.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build())
        .map(result -> new Answer(WireOutput.JSON.valueToTree(result)))
        .toFuture();
  }

  @Override
  public List<String> tools() {
    return Objects.requireNonNull(sdk.listTools().block(Launcher.DEADLINE)).tools().stream()
        .map(McpSchema.Tool::name)
        .toList();
  }

  @Override
  public void endAndCheck() {
    sdk.closeGracefully().block(Launcher.DEADLINE);
    transport.server().endAndCheck();
  }

  @Override
  public String log() {
    return transport.server().err();
  }

  @Override
  public void destroy() {
    if (transport.server != null) {
      transport.server.close();
    }
  }

  /** Lines to and from a server process. */
  private static final class Transport implements McpClientTransport {
    private final McpJsonMapper mapper = new JacksonMcpJsonMapper(WireOutput.JSON);
    private final Path folder;
    private volatile @Nullable ServerProcess server;
    private volatile Runnable onEnd = () -> {};

    Transport(Path folder) {
      this.folder = folder;
    }

    ServerProcess server() {
      return Objects.requireNonNull(server);
    }

    @Override
    public Mono<Void> connect(
        Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
      return Mono.fromRunnable(
          () ->
              server =
                  ServerProcess.start(
                      folder, List.of(), line -> receive(line, handler), () -> onEnd.run()));
    }

    private void receive(
        String line,
        Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
      try {
        Mono.just(McpSchema.deserializeJsonRpcMessage(mapper, line)).transform(handler).subscribe();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
      return Mono.fromCallable(
          () -> {
            server().send(mapper.writeValueAsString(message));
            return null;
          });
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.fromRunnable(
          () -> {
            if (server != null) {
              server.closeInput();
            }
          });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return mapper.convertValue(data, type);
    }
  }
}
