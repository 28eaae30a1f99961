package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Tool;
import dev.holdfast.server.catalog.ToolHints;
import dev.holdfast.server.catalog.ToolResult;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;

/** A tool of the catalogue as the SDK takes it. */
final class ToolAdapter {

  private ToolAdapter() {}

  static SyncToolSpecification adapt(Tool tool) {
    ToolHints hints = tool.hints();
    McpSchema.ToolAnnotations annotations =
        McpSchema.ToolAnnotations.builder()
            .title(tool.title())
            .readOnlyHint(hints.readOnly())
            .destructiveHint(hints.destructive())
            .idempotentHint(hints.idempotent())
            .openWorldHint(hints.openWorld())
            .build();
    McpSchema.Tool declaration =
        McpSchema.Tool.builder(tool.name(), tool.inputSchema())
            .title(tool.title())
            .description(tool.description())
            .outputSchema(tool.outputSchema())
            .annotations(annotations)
            .build();
    return new SyncToolSpecification(
        declaration,
        (exchange, request) -> {
          Map<String, Object> arguments = request.arguments();
          return result(
              tool.call(
                  arguments == null ? Map.of() : arguments, CallOverMcp.of(exchange, request)));
        });
  }

  /** What a call came to, as the protocol has it. */
  static CallToolResult result(ToolResult result) {
    return CallToolResult.builder()
        .addTextContent(result.text())
        .structuredContent(result.structured())
        .isError(result instanceof ToolResult.Failure)
        .build();
  }
}
