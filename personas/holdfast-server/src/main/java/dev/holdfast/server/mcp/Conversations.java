package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.Tool;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A catalogue as MCP has it, without what carries the messages. */
public final class Conversations {

  private final McpJsonMapper mapper = new JacksonMcpJsonMapper(Json.MAPPER);
  private final SessionProvider provider = new SessionProvider();
  private final RequestCheck check;
  private final Function<Consumer<JsonNode>, OwnMethods> own;

  /**
   * A server of this catalogue.
   *
   * @param version the program's version, told to clients
   */
  public Conversations(Catalog catalog, String version) {
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
  Conversations(List<Tool> tools, String instructions, String version) {
    this(
        tools,
        Set.of(),
        instructions,
        version,
        McpSchema.ServerCapabilities.builder().tools(false).build(),
        _ -> OwnMethods.NONE);
  }

  private Conversations(
      List<Tool> tools,
      Set<String> withheld,
      String instructions,
      String version,
      McpSchema.ServerCapabilities capabilities,
      Function<Consumer<JsonNode>, OwnMethods> own) {
    this(
        Stream.concat(tools.stream().map(Tool::name), withheld.stream())
            .collect(Collectors.toSet()),
        own,
        server ->
            server
                .serverInfo(
                    McpSchema.Implementation.builder("holdfast", version)
                        .title("Holdfast personas")
                        .build())
                .instructions(instructions)
                .capabilities(capabilities)
                .tools(tools.stream().map(ToolAdapter::adapt).toList()));
  }

  /**
   * A server of anything.
   *
   * @param tools the names of all tools
   * @param own makes the methods of a session that are not for the SDK
   * @param content gives the SDK's server what it has
   */
  Conversations(
      Set<String> tools,
      Function<Consumer<JsonNode>, OwnMethods> own,
      UnaryOperator<McpServer.SyncSpecification<?>> content) {
    this.own = own;
    this.check = new RequestCheck(tools);
    McpSyncServer _ =
        content
            .apply(McpServer.sync(provider))
            .jsonMapper(mapper)
            // Tools check their arguments themselves, with better messages; that results fit their
            // schemas is proven by tests. Without a validator the server starts faster.
            .validateToolInputs(false)
            .jsonSchemaValidator((schema, given) -> ValidationResponse.asValid(null))
            .immediateExecution(true) // each call has a virtual thread of its own
            .build();
  }

  /**
   * Begins a session with one client.
   *
   * @param out takes what the server sends of itself; from any thread
   */
  public Conversation open(Consumer<JsonNode> out) {
    return new Conversation(provider.sessions(), mapper, check, own, out);
  }
}
