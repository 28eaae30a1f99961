package dev.holdfast.server.mcp;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools that the official conformance suite calls: each answers what its scenario expects. */
final class FixtureTools {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String IMAGE =
      "{'type':'image','data':'" + Fixture.PNG + "','mimeType':'image/png'}";

  private interface Handler {
    String answer(McpSyncServerExchange exchange, CallToolRequest request) throws Exception;
  }

  private FixtureTools() {}

  static List<SyncToolSpecification> all() {
    return List.of(
        fixed("test_simple_text", text("This is a simple text response for testing.")),
        fixed("test_image_content", IMAGE),
        fixed(
            "test_audio_content",
            "{'type':'audio','data':'" + Fixture.WAV + "','mimeType':'audio/wav'}"),
        fixed(
            "test_embedded_resource",
            "{'type':'resource','resource':{'uri':'test://embedded-resource',"
                + "'mimeType':'text/plain','text':'This is an embedded resource content.'}}"),
        fixed(
            "test_multiple_content_types",
            text("Multiple content types test:")
                + ","
                + IMAGE
                + ",{'type':'resource','resource':{'uri':'test://mixed-content-resource',"
                + "'mimeType':'application/json','text':'{}'}}"),
        tool("test_tool_with_logging", "{}", (exchange, _) -> logged(exchange)),
        tool("test_tool_with_progress", "{}", FixtureTools::progressed),
        tool(
            "test_error_handling",
            "{}",
            (_, _) -> {
              throw new IllegalStateException(
                  "This tool intentionally returns an error for testing");
            }),
        tool(
            "test_sampling",
            "{'prompt':{'type':'string'}}",
            (_, request) ->
                text("LLM response: " + Fixture.printed(sampled(argument(request, "prompt"))))),
        tool(
            "test_elicitation",
            "{'message':{'type':'string'}}",
            (_, request) ->
                elicited(
                    argument(request, "message"),
                    "{'type':'object','properties':{'username':{'type':'string',"
                        + "'description':'Your name'},'email':{'type':'string',"
                        + "'description':'Your address'}},'required':['username','email']}")),
        tool(
            "test_elicitation_sep1034_defaults",
            "{}",
            (_, _) -> elicited("Review these", Fixture.DEFAULTS)),
        tool(
            "test_elicitation_sep1330_enums",
            "{}",
            (_, _) -> elicited("Choose from these", Fixture.CHOICES)),
        SyncToolSpecification.builder()
            .tool(declared("json_schema_2020_12_tool", Fixture.json(Fixture.SCHEMA_2020_12)))
            .callHandler((_, _) -> result(text("It has a schema."), false))
            .build());
  }

  private static SyncToolSpecification fixed(String name, String content) {
    return tool(name, "{}", (_, _) -> content);
  }

  private static SyncToolSpecification tool(String name, String properties, Handler handler) {
    JsonNode schema = Fixture.json("{'type':'object','properties':" + properties + "}");
    return SyncToolSpecification.builder()
        .tool(declared(name, schema))
        .callHandler(
            (exchange, request) -> {
              try {
                return result(handler.answer(exchange, request), false);
              } catch (Exception e) {
                return result(text(String.valueOf(e.getMessage())), true);
              }
            })
        .build();
  }

  @SuppressWarnings("unchecked") // an object of JSON is a map
  private static McpSchema.Tool declared(String name, JsonNode schema) {
    return McpSchema.Tool.builder(name, Json.MAPPER.convertValue(schema, Map.class))
        .description("A tool of the conformance suite")
        .build();
  }

  private static CallToolResult result(String content, boolean error) {
    return Json.MAPPER.convertValue(
        Fixture.json("{'content':[" + content + "],'isError':" + error + "}"),
        CallToolResult.class);
  }

  private static String text(String words) {
    return "{'type':'text','text':" + Json.MAPPER.writeValueAsString(words) + "}";
  }

  private static String argument(CallToolRequest request, String name) {
    return String.valueOf(request.arguments().get(name));
  }

  private static String logged(McpSyncServerExchange exchange) {
    for (String words :
        List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
      exchange.loggingNotification(
          LoggingMessageNotification.builder(LoggingLevel.INFO, words).build());
    }
    return text("Logged three times.");
  }

  private static String progressed(McpSyncServerExchange exchange, CallToolRequest request) {
    Object token = request.progressToken();
    for (double done : token == null ? new double[0] : new double[] {0, 50, 100}) {
      exchange.progressNotification(ProgressNotification.builder(token, done).total(100.0).build());
    }
    return text("Made progress.");
  }

  private static JsonNode sampled(String prompt) throws InterruptedException {
    ObjectNode params = Json.MAPPER.createObjectNode().put("maxTokens", 100);
    params
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .putObject("content")
        .put("type", "text")
        .put("text", prompt);
    return asked("sampling/createMessage", params);
  }

  private static String elicited(String message, String schema) throws InterruptedException {
    ObjectNode params = Json.MAPPER.createObjectNode().put("message", message);
    params.set("requestedSchema", Fixture.json(schema));
    JsonNode answer = asked("elicitation/create", params);
    return text(
        "Elicitation completed: action=%s, content=%s"
            .formatted(answer.path("action").asString(), Fixture.printed(answer.path("content"))));
  }

  private static JsonNode asked(String method, ObjectNode params) throws InterruptedException {
    return switch (Elicitation.REQUESTS.get().ask(method, params, PATIENCE)) {
      case ClientRequests.Answer.Result(JsonNode result) -> result;
      case ClientRequests.Answer.None(String reason) -> throw new IllegalStateException(reason);
    };
  }
}
