package dev.holdfast.server.mcp;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the official conformance suite asks for beside tools. */
final class FixtureMethods implements OwnMethods {

  private static final Map<String, String> FIXED =
      Map.of(
          "resources/list",
          "{'resources':[{'uri':'test://static-text','name':'static-text','description':'A text'},"
              + "{'uri':'test://static-binary','name':'static-binary','description':'A picture'},"
              + "{'uri':'test://watched-resource','name':'watched','description':'A third'}]}",
          "resources/templates/list",
          "{'resourceTemplates':[{'uriTemplate':'test://template/{id}/data','name':'template',"
              + "'description':'Any','mimeType':'application/json'}]}",
          "resources/subscribe",
          "{}",
          "resources/unsubscribe",
          "{}",
          "prompts/list",
          "{'prompts':[{'name':'test_simple_prompt','description':'Simple'},"
              + "{'name':'test_prompt_with_arguments','description':'Filled in','arguments':["
              + "{'name':'arg1','required':true},{'name':'arg2','required':true}]},"
              + "{'name':'test_prompt_with_embedded_resource','description':'With a resource',"
              + "'arguments':[{'name':'resourceUri','required':true}]},"
              + "{'name':'test_prompt_with_image','description':'With a picture'}]}",
          "completion/complete",
          "{'completion':{'values':['paris','park'],'total':2,'hasMore':false}}");

  @Override
  public boolean has(Incoming.Request request) {
    return FIXED.containsKey(request.method())
        || request.method().equals("resources/read")
        || request.method().equals("prompts/get");
  }

  @Override
  public Object answer(Incoming.Request request) throws RefusedException {
    ObjectNode params = request.params();
    return switch (request.method()) {
      case "resources/read" -> read(params.path("uri").asString(""));
      case "prompts/get" -> prompt(params.path("name").asString(""), params.path("arguments"));
      default -> Fixture.json(FIXED.getOrDefault(request.method(), "{}"));
    };
  }

  private static JsonNode read(String uri) throws RefusedException {
    String content =
        switch (uri) {
          case "test://static-text" ->
              "'mimeType':'text/plain','text':'This is the content of the static text resource.'";
          case "test://static-binary" -> "'mimeType':'image/png','blob':'" + Fixture.PNG + "'";
          case "test://template/123/data" ->
              "'mimeType':'application/json','text':'Data for ID: 123'";
          default -> throw new RefusedException(Json.INVALID_PARAMS, "No such resource: " + uri);
        };
    return Fixture.json("{'contents':[{'uri':'" + uri + "'," + content + "}]}");
  }

  private static JsonNode prompt(String name, JsonNode arguments) throws RefusedException {
    String messages =
        switch (name) {
          case "test_simple_prompt" -> text("This is a simple prompt for testing.");
          case "test_prompt_with_arguments" ->
              text(
                  "Prompt with arguments: arg1=%s, arg2=%s"
                      .formatted(
                          arguments.path("arg1").asString(""),
                          arguments.path("arg2").asString("")));
          case "test_prompt_with_embedded_resource" ->
              user(
                      "{'type':'resource','resource':{'uri':'"
                          + arguments.path("resourceUri").asString("")
                          + "','mimeType':'text/plain','text':'Embedded resource content for"
                          + " testing.'}}")
                  + ","
                  + text("Please process the embedded resource above.");
          case "test_prompt_with_image" ->
              user("{'type':'image','data':'" + Fixture.PNG + "','mimeType':'image/png'}")
                  + ","
                  + text("Please analyze the image above.");
          default -> throw new RefusedException(Json.INVALID_PARAMS, "No such prompt: " + name);
        };
    return Fixture.json("{'messages':[" + messages + "]}");
  }

  private static String text(String words) {
    return user("{'type':'text','text':" + Json.MAPPER.writeValueAsString(words) + "}");
  }

  private static String user(String content) {
    return "{'role':'user','content':" + content + "}";
  }

  @Override
  public void begin() {}

  @Override
  public void end() {}
}
