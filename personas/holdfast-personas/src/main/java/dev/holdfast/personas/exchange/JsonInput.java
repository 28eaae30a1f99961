package dev.holdfast.personas.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON from a stream, token by token, in strict UTF-8. The limits on strings, names, numbers and
 * depth hold for all of it, also for what is skipped. Names of keys are not kept, so that a hostile
 * stream cannot fill a table with them.
 */
final class JsonInput implements AutoCloseable {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ExchangeLimits.MAX_NESTING)
                  .maxStringLength(ExchangeLimits.MAX_PERSONA_BYTES)
                  .maxNameLength(ExchangeLimits.MAX_KEY_CHARS)
                  .maxNumberLength(ExchangeLimits.MAX_NUMBER_CHARS)
                  .build())
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final JsonParser parser;

  JsonInput(InputStream in) throws IOException {
    Reader reader =
        new InputStreamReader(
            in,
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), reader);
  }

  /** The next token; null at the end. */
  @Nullable JsonToken next() throws IOException {
    try {
      return parser.nextToken();
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  /** The name of the next field of the object that was entered; null behind the last one. */
  @Nullable String nextName() throws IOException {
    return next() == JsonToken.PROPERTY_NAME ? checked(parser.currentName()) : null;
  }

  @Nullable JsonToken token() {
    return parser.currentToken();
  }

  /** The text of the present string. */
  String text() throws IOException {
    try {
      return checked(parser.getString());
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  /** Passes over the present value. */
  void skip() throws IOException {
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw failure(e);
    }
  }

  /** The present object, all of it. */
  Map<String, @Nullable Object> object() throws IOException {
    return object(new int[] {ExchangeLimits.MAX_METADATA_SIZE});
  }

  private Map<String, @Nullable Object> object(int[] left) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name = nextName(); name != null; name = nextName()) {
      spend(left, name.length());
      if (fields.containsKey(name)) {
        throw duplicate(name);
      }
      next();
      fields.put(name, value(left));
    }
    return fields;
  }

  private @Nullable Object value(int[] left) throws IOException {
    spend(left, 1);
    JsonToken token = token();
    return switch (token) {
      case START_OBJECT -> object(left);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
          items.add(value(left));
        }
        yield items;
      }
      case VALUE_STRING -> {
        String text = text();
        spend(left, text.length());
        yield text;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw refusal("a value is missing", "Mend the JSON.");
    };
  }

  private BigDecimal number() throws IOException {
    String text = text();
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException _) { // JSON allows any exponent
      throw refusal("the number " + text + " is out of range", "Give it as a text.");
    }
  }

  private void spend(int[] left, int size) {
    left[0] -= size;
    if (left[0] < 0) {
      throw refusal(
          "metadata holds more than %d characters and values"
              .formatted(ExchangeLimits.MAX_METADATA_SIZE),
          "Metadata has to fit into the front matter of a file.");
    }
  }

  private String checked(String text) {
    if (Refusal.loneSurrogate(text) >= 0) {
      throw refusal(
          "a text holds half of a surrogate pair, which is not a character",
          "Write the text as valid Unicode.");
    }
    return text;
  }

  RuntimeException duplicate(String name) {
    return refusal(
        "the field \"%s\" is there twice".formatted(Refusal.shown(name)), "Remove one of the two.");
  }

  /** A refusal of what stands here. */
  RuntimeException refusal(String what, String hint) {
    return refusal(parser.currentTokenLocation(), what, hint);
  }

  private static RuntimeException refusal(TokenStreamLocation at, String what, String hint) {
    return Refusal.of(
        "JSON, line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), what), hint);
  }

  private RuntimeException failure(JacksonException e) throws IOException {
    TokenStreamLocation at = parser.currentLocation();
    return switch (e) {
      case JacksonIOException io when io.getCause() instanceof CharacterCodingException ->
          refusal(at, "behind this place is a byte that is not UTF-8", "Save the text as UTF-8.");
      case JacksonIOException io -> throw io.getCause();
      case StreamConstraintsException _ ->
          refusal(
              at,
              "a text, number or nesting exceeds its limit: %d characters in a text, %d in a number,"
                      .formatted(ExchangeLimits.MAX_PERSONA_BYTES, ExchangeLimits.MAX_NUMBER_CHARS)
                  + " %d in a key, %d levels"
                      .formatted(ExchangeLimits.MAX_KEY_CHARS, ExchangeLimits.MAX_NESTING),
              "Shorten it.");
      default ->
          refusal(
              at,
              "this is not valid JSON: " + Refusal.shown(problemOf(e.getOriginalMessage())),
              "Paste all of it, or export the persona once more.");
    };
  }

  /** The first clause: the rest lists what Jackson would have liked. */
  private static String problemOf(@Nullable String message) {
    if (message == null) {
      return "it cannot be parsed";
    }
    int end = message.indexOf("): ");
    if (end >= 0) {
      return message.substring(0, end + 1);
    }
    end = message.indexOf(": ");
    return end >= 0 ? message.substring(0, end) : message;
  }

  @Override
  public void close() {
    parser.close();
  }
}
