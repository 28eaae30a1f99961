package dev.holdfast.server.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that has what the official conformance suite asks for, on our transports. */
final class Fixture {

  /** A picture of one pixel. */
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

  /** A sound without samples. */
  static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

  static final String DEFAULTS =
      "{'type':'object','properties':{'name':{'type':'string','default':'John Doe'},"
          + "'age':{'type':'integer','default':30},'score':{'type':'number','default':95.5},"
          + "'status':{'type':'string','enum':['active','inactive','pending'],'default':'active'},"
          + "'verified':{'type':'boolean','default':true}}}";

  static final String CHOICES =
      "{'type':'object','properties':{"
          + "'untitledSingle':{'type':'string','enum':['option1','option2','option3']},"
          + "'titledSingle':{'type':'string','oneOf':[{'const':'value1','title':'First'},"
          + "{'const':'value2','title':'Second'},{'const':'value3','title':'Third'}]},"
          + "'legacyEnum':{'type':'string','enum':['opt1','opt2','opt3'],"
          + "'enumNames':['One','Two','Three']},"
          + "'untitledMulti':{'type':'array','items':{'type':'string',"
          + "'enum':['option1','option2','option3']}},"
          + "'titledMulti':{'type':'array','items':{'anyOf':[{'const':'value1','title':'First'},"
          + "{'const':'value2','title':'Second'},{'const':'value3','title':'Third'}]}}}}";

  static final String SCHEMA_2020_12 =
      "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'object',"
          + "'$defs':{'address':{'$anchor':'addressDef','type':'object','properties':{"
          + "'street':{'type':'string'},'city':{'type':'string'}}}},"
          + "'properties':{'name':{'type':'string'},'address':{'$ref':'#/$defs/address'},"
          + "'contactMethod':{'type':'string','enum':['phone','email']},"
          + "'phone':{'type':'string'},'email':{'type':'string'}},"
          + "'allOf':[{'anyOf':[{'required':['phone']},{'required':['email']}]}],"
          + "'if':{'properties':{'contactMethod':{'const':'phone'}},'required':['contactMethod']},"
          + "'then':{'required':['phone']},'else':{'required':['email']},"
          + "'additionalProperties':false}";

  private static final JsonMapper LENIENT =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private Fixture() {}

  static Conversations conversations() {
    return new Conversations(
        FixtureTools.all().stream().map(tool -> tool.tool().name()).collect(Collectors.toSet()),
        _ -> new FixtureMethods(),
        server ->
            server
                .serverInfo("fixture", "1")
                .capabilities(
                    McpSchema.ServerCapabilities.builder()
                        .tools(false)
                        .resources(true, true)
                        .prompts(true)
                        .completions()
                        .logging()
                        .build())
                .tools(FixtureTools.all()));
  }

  /** JSON that may be quoted with apostrophes. */
  static JsonNode json(String text) {
    return LENIENT.readTree(text);
  }

  static String printed(JsonNode value) {
    return LENIENT.writeValueAsString(value);
  }
}
