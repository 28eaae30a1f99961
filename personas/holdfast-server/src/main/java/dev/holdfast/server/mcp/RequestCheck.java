package dev.holdfast.server.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the parameters that the SDK reads, so that a wrong type is the client's error and named as
 * such. The arguments of tools are checked by the tools.
 */
final class RequestCheck {

  private static final List<String> LEVELS =
      Arrays.stream(McpSchema.LoggingLevel.values())
          .map(level -> level.name().toLowerCase(Locale.ROOT))
          .toList();

  private final Set<String> tools;

  /**
   * @param tools the names of the tools that there are
   */
  RequestCheck(Set<String> tools) {
    this.tools = tools;
  }

  /** What is wrong with the parameters (error -32602); empty if nothing. */
  Optional<String> faultOf(Incoming.Request request) {
    ObjectNode params = request.params();
    JsonNode meta = params.path("_meta");
    if (!meta.isMissingNode() && !meta.isObject()) {
      return Optional.of("\"params._meta\" must be an object.");
    }
    return switch (request.method()) {
      case McpSchema.METHOD_INITIALIZE -> faultOfInitialize(params);
      case McpSchema.METHOD_TOOLS_CALL -> faultOfToolCall(params);
      case McpSchema.METHOD_TOOLS_LIST -> faultOfToolsList(params);
      case McpSchema.METHOD_LOGGING_SET_LEVEL -> faultOfLevel(params);
      default -> Optional.empty();
    };
  }

  private static Optional<String> faultOfInitialize(ObjectNode params) {
    if (!params.path("protocolVersion").isString()) {
      return Optional.of("\"params.protocolVersion\" is missing or not a string.");
    }
    for (String name : new String[] {"capabilities", "clientInfo"}) {
      if (params.has(name) && !params.path(name).isObject()) {
        return Optional.of("\"params." + name + "\" must be an object.");
      }
    }
    return Optional.empty();
  }

  private Optional<String> faultOfToolCall(ObjectNode params) {
    JsonNode name = params.path("name");
    if (!name.isString()) {
      return Optional.of("\"params.name\" is missing or not a string: name the tool to call.");
    }
    JsonNode arguments = params.path("arguments");
    if (!arguments.isMissingNode() && !arguments.isNull() && !arguments.isObject()) {
      return Optional.of("\"params.arguments\" must be an object.");
    }
    if (!tools.contains(name.asString())) {
      return Optional.of("Unknown tool: " + name.asString() + ". Ask tools/list for the names.");
    }
    return Optional.empty();
  }

  private static Optional<String> faultOfLevel(ObjectNode params) {
    String level = params.path("level").asString("");
    return LEVELS.contains(level)
        ? Optional.empty()
        : Optional.of("\"params.level\" must be one of " + String.join(", ", LEVELS) + ".");
  }

  private static Optional<String> faultOfToolsList(ObjectNode params) {
    JsonNode cursor = params.path("cursor");
    if (cursor.isMissingNode() || cursor.isNull() || cursor.asString("x").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of("Invalid cursor: the list of tools has one page. Ask without a cursor.");
  }
}
