package dev.holdfast.server.mcp;

import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Finds the id of a message that is too long, or too deep, to be read whole, so that its error
 * reaches the call it belongs to. Reads token by token and keeps none.
 */
final class IdFinder {

  private static final int LONGEST_ID_CHARACTERS = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES) // keys are the client's choice
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_ID_CHARACTERS)
                  .maxNumberLength(LONGEST_ID_CHARACTERS)
                  .maxNestingDepth(100_000)
                  .build())
          .build();

  private IdFinder() {}

  /** The id on the top level of the object, if it has a legal one before anything malformed. */
  static JsonNode find(InputStream message) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), message)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return NullNode.instance;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isId = parser.currentName().equals("id");
        JsonToken value = parser.nextToken();
        if (isId) {
          return idFrom(parser, value);
        }
        parser.skipChildren();
      }
      return NullNode.instance;
    } catch (JacksonException malformed) {
      return NullNode.instance;
    }
  }

  private static JsonNode idFrom(JsonParser parser, JsonToken value) {
    return switch (value) {
      case VALUE_STRING -> Json.MAPPER.getNodeFactory().stringNode(parser.getString());
      case VALUE_NUMBER_INT -> Json.MAPPER.getNodeFactory().numberNode(parser.getBigIntegerValue());
      default -> NullNode.instance;
    };
  }
}
