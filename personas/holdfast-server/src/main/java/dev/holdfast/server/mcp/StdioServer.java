package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.Tool;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Serves MCP on a pair of streams until the input ends.
 *
 * <p>One JSON-RPC message in each line, UTF-8. Nothing but whole messages is ever written to the
 * output. No line ends the session, however wrong: it is answered with an error as the protocol has
 * it.
 */
public final class StdioServer {

  private final McpJsonMapper mapper = new JacksonMcpJsonMapper(Json.MAPPER);
  private final SessionProvider provider = new SessionProvider();
  private final RequestCheck check;
  private final Function<Consumer<JsonNode>, OwnMethods> own;

  /**
   * A server of this catalogue.
   *
   * @param version the program's version, told to clients
   */
  public StdioServer(Catalog catalog, String version) {
    this(
        catalog.tools(),
        catalog.withheld().keySet(),
        catalog.instructions(),
        version,
        McpSchema.ServerCapabilities.builder()
            .tools(false)
            .resources(true, true)
            .prompts(true)
            .completions()
            .build(),
        out -> new CatalogMethods(catalog, out));
  }

  /** A server of tools alone. */
  StdioServer(List<Tool> tools, String instructions, String version) {
    this(
        tools,
        Set.of(),
        instructions,
        version,
        McpSchema.ServerCapabilities.builder().tools(false).build(),
        _ -> OwnMethods.NONE);
  }

  private StdioServer(
      List<Tool> tools,
      Set<String> withheld,
      String instructions,
      String version,
      McpSchema.ServerCapabilities capabilities,
      Function<Consumer<JsonNode>, OwnMethods> own) {
    this.own = own;
    this.check =
        new RequestCheck(
            Stream.concat(tools.stream().map(Tool::name), withheld.stream())
                .collect(Collectors.toSet()));
    McpServer.sync(provider)
        .serverInfo(
            McpSchema.Implementation.builder("holdfast", version)
                .title("Holdfast personas")
                .build())
        .instructions(instructions)
        .capabilities(capabilities)
        .jsonMapper(mapper)
        // Tools check their arguments themselves, with better messages; that results fit their
        // schemas is proven by tests. Without a validator the server starts faster.
        .validateToolInputs(false)
        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
        .immediateExecution(true) // each call has a virtual thread of its own
        .tools(tools.stream().map(ToolAdapter::adapt).toList())
        .build();
  }

  /**
   * Serves one client: returns when the input has ended, or the client has closed the output, or
   * this thread was interrupted (which it then still is), and every call in flight is answered.
   * Calls in flight of a client that has closed the output are interrupted; what they committed
   * stays. Does not close the streams. Several calls on several pairs of streams may run at once.
   *
   * <p>After an end other than that of the input a daemon thread may still wait in a read of it.
   */
  public void serve(InputStream in, OutputStream out) {
    new Session(provider.sessions(), mapper, check, own, out).run(in);
  }
}
