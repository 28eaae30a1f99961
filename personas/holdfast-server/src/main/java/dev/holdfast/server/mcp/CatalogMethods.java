package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.CatalogException;
import dev.holdfast.server.catalog.Completion;
import dev.holdfast.server.catalog.Page;
import dev.holdfast.server.catalog.Prompt;
import dev.holdfast.server.catalog.PromptText;
import dev.holdfast.server.catalog.Resource;
import dev.holdfast.server.catalog.ResourceContent;
import dev.holdfast.server.catalog.ResourceTemplate;
import dev.holdfast.server.catalog.ToolResult;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources, prompts and completions of a catalogue for one session, and the refusal of tools that
 * it does not have. The lists change at any time and may be long, so they are asked from the
 * catalogue, a page at a time, and not registered with the SDK.
 */
final class CatalogMethods implements OwnMethods {

  private interface Method {
    Object answer(ObjectNode params) throws RefusedException;
  }

  private final Catalog catalog;
  private final Announcements announcements;
  private final Map<String, Method> methods =
      Map.of(
          McpSchema.METHOD_RESOURCES_LIST, this::listResources,
          McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, this::listTemplates,
          McpSchema.METHOD_RESOURCES_READ, this::readResource,
          McpSchema.METHOD_RESOURCES_SUBSCRIBE, this::subscribe,
          McpSchema.METHOD_RESOURCES_UNSUBSCRIBE, this::unsubscribe,
          McpSchema.METHOD_PROMPT_LIST, this::listPrompts,
          McpSchema.METHOD_PROMPT_GET, this::getPrompt,
          McpSchema.METHOD_COMPLETION_COMPLETE, this::complete);

  /**
   * @param out gets what the server sends of itself
   */
  CatalogMethods(Catalog catalog, Consumer<JsonNode> out) {
    this.catalog = catalog;
    this.announcements = new Announcements(catalog, out);
  }

  @Override
  public boolean has(Incoming.Request request) {
    return methods.containsKey(request.method()) || withheld(request).isPresent();
  }

  /** What a call is answered with of a tool that this session does not have. */
  private Optional<ToolResult.Failure> withheld(Incoming.Request request) {
    return request.method().equals(McpSchema.METHOD_TOOLS_CALL)
        ? Optional.ofNullable(catalog.withheld().get(request.params().path("name").asString("")))
        : Optional.empty();
  }

  @Override
  public Object answer(Incoming.Request request) throws RefusedException {
    Optional<ToolResult.Failure> withheld = withheld(request);
    if (withheld.isPresent()) {
      return ToolAdapter.result(withheld.get());
    }
    Method method = methods.get(request.method());
    if (method == null) {
      return NONE.answer(request);
    }
    announcements.awaitBeginning(); // what the client learns now, it must hear of when it changes
    try {
      return method.answer(request.params());
    } catch (CatalogException e) {
      String message = String.valueOf(e.getMessage());
      throw switch (e.kind()) {
        case NOT_FOUND ->
            new RefusedException(
                McpSchema.ErrorCodes.RESOURCE_NOT_FOUND,
                message,
                request.params().path("uri").asString(""));
        case INVALID_ARGUMENT -> new RefusedException(Json.INVALID_PARAMS, message);
        case FAILED -> new RefusedException(Json.INTERNAL_ERROR, message);
      };
    }
  }

  @Override
  public void begin() {
    announcements.begin();
  }

  @Override
  public void end() {
    announcements.end();
  }

  private Object listResources(ObjectNode params) throws RefusedException {
    Page<Resource> page = catalog.resources().list(cursor(params));
    List<McpSchema.Resource> resources =
        page.items().stream()
            .map(
                one ->
                    McpSchema.Resource.builder(one.uri(), one.name())
                        .title(one.title())
                        .description(one.description())
                        .mimeType(one.mimeType())
                        .build())
            .toList();
    McpSchema.ListResourcesResult.Builder result = McpSchema.ListResourcesResult.builder(resources);
    page.nextCursor().ifPresent(result::nextCursor);
    return result.build();
  }

  private Object listTemplates(ObjectNode params) throws RefusedException {
    if (cursor(params).isPresent()) {
      throw new RefusedException(
          Json.INVALID_PARAMS,
          "Invalid cursor: the list of resource templates has one page. Ask without a cursor.");
    }
    return McpSchema.ListResourceTemplatesResult.builder(
            catalog.resources().templates().stream().map(CatalogMethods::template).toList())
        .build();
  }

  private static McpSchema.ResourceTemplate template(ResourceTemplate template) {
    return McpSchema.ResourceTemplate.builder(template.uriTemplate(), template.name())
        .title(template.title())
        .description(template.description())
        .mimeType(template.mimeType())
        .build();
  }

  private Object readResource(ObjectNode params) throws RefusedException {
    ResourceContent content = catalog.resources().read(text(params, "uri"));
    return McpSchema.ReadResourceResult.builder(
            List.of(
                switch (content) {
                  case ResourceContent.Text text ->
                      McpSchema.TextResourceContents.builder(text.uri(), text.text())
                          .mimeType(text.mimeType())
                          .build();
                  case ResourceContent.Bytes bytes ->
                      McpSchema.BlobResourceContents.builder(
                              bytes.uri(), Base64.getEncoder().encodeToString(bytes.bytes()))
                          .mimeType(bytes.mimeType())
                          .build();
                }))
        .build();
  }

  private Object subscribe(ObjectNode params) throws RefusedException {
    String uri = text(params, "uri");
    catalog.resources().requireWatchable(uri);
    announcements.subscribe(uri);
    return Json.MAPPER.createObjectNode();
  }

  private Object unsubscribe(ObjectNode params) throws RefusedException {
    announcements.unsubscribe(text(params, "uri"));
    return Json.MAPPER.createObjectNode();
  }

  private Object listPrompts(ObjectNode params) throws RefusedException {
    Page<Prompt> page = catalog.prompts().list(cursor(params));
    McpSchema.ListPromptsResult.Builder result =
        McpSchema.ListPromptsResult.builder(
            page.items().stream().map(CatalogMethods::prompt).toList());
    page.nextCursor().ifPresent(result::nextCursor);
    return result.build();
  }

  private static McpSchema.Prompt prompt(Prompt prompt) {
    return McpSchema.Prompt.builder(prompt.name())
        .title(prompt.title())
        .description(prompt.description())
        .arguments(
            prompt.arguments().stream()
                .map(
                    argument ->
                        McpSchema.PromptArgument.builder(argument.name())
                            .description(argument.description())
                            .required(argument.required())
                            .build())
                .toList())
        .build();
  }

  private Object getPrompt(ObjectNode params) throws RefusedException {
    PromptText prompt = catalog.prompts().get(text(params, "name"), arguments(params));
    return McpSchema.GetPromptResult.builder(
            List.of(
                McpSchema.PromptMessage.builder(
                        McpSchema.Role.USER, McpSchema.TextContent.builder(prompt.text()).build())
                    .build()))
        .description(prompt.description())
        .build();
  }

  private static Map<String, String> arguments(ObjectNode params) throws RefusedException {
    JsonNode given = params.path("arguments");
    if (given.isMissingNode() || given.isNull()) {
      return Map.of();
    }
    if (!(given instanceof ObjectNode object)) {
      throw new RefusedException(Json.INVALID_PARAMS, "\"params.arguments\" must be an object.");
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String name : object.propertyNames()) {
      arguments.put(name, text(object, name));
    }
    return arguments;
  }

  private Object complete(ObjectNode params) throws RefusedException {
    ObjectNode ref = object(params, "ref");
    ObjectNode argument = object(params, "argument");
    String name = text(argument, "name");
    String typed = text(argument, "value");
    Completion completion =
        switch (text(ref, "type")) {
          case "ref/prompt" -> catalog.completions().ofPrompt(text(ref, "name"), name, typed);
          case "ref/resource" -> catalog.completions().ofResource(text(ref, "uri"), name, typed);
          default ->
              throw new RefusedException(
                  Json.INVALID_PARAMS,
                  "\"params.ref.type\" must be \"ref/prompt\" or \"ref/resource\".");
        };
    return new McpSchema.CompleteResult(
        new McpSchema.CompleteResult.CompleteCompletion(
            completion.values(),
            completion.total(),
            completion.total() > completion.values().size()));
  }

  private static Optional<String> cursor(ObjectNode params) throws RefusedException {
    JsonNode cursor = params.path("cursor");
    if (cursor.isMissingNode() || cursor.isNull()) {
      return Optional.empty();
    }
    return Optional.of(text(params, "cursor")).filter(given -> !given.isEmpty());
  }

  private static String text(ObjectNode object, String name) throws RefusedException {
    JsonNode value = object.path(name);
    if (!value.isString()) {
      throw new RefusedException(
          Json.INVALID_PARAMS, "\"" + name + "\" is missing or not a string.");
    }
    return value.asString();
  }

  private static ObjectNode object(ObjectNode params, String name) throws RefusedException {
    if (params.path(name) instanceof ObjectNode object) {
      return object;
    }
    throw new RefusedException(
        Json.INVALID_PARAMS, "\"params." + name + "\" is missing or not an object.");
  }
}
