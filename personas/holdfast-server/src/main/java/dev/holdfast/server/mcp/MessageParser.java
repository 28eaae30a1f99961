package dev.holdfast.server.mcp;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns bytes into messages and finds fault with them, as JSON-RPC 2.0 and MCP have it. */
public final class MessageParser {

  /** A batch of more is refused: each message in it costs a thread or an answer. */
  static final int LARGEST_BATCH = 1_000;

  private MessageParser() {}

  /**
   * Reads one message. What is wrong with it becomes an {@link Incoming.Invalid}.
   *
   * @return null if it is blank
   */
  public static @Nullable Incoming parse(byte[] line) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new Incoming.Invalid(
          NullNode.instance, Json.PARSE_ERROR, "The message is not valid UTF-8. Send it as UTF-8.");
    }
    if (text.isBlank()) {
      return null;
    }
    JsonNode message;
    try (JsonParser parser = Json.MAPPER.createParser(text)) {
      message = Json.MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        return notJson("there is more behind the message");
      }
    } catch (StreamConstraintsException e) { // nested too deep, a number of a thousand digits
      return unreadable(e, line);
    } catch (StreamReadException e) {
      return notJson(reason(e));
    } catch (JacksonException e) { // a key twice in an object
      return unreadable(e, line);
    }
    return message.isArray() ? batch(message) : single(message);
  }

  /** The error for a line over the limit, with the id that stands somewhere in it. */
  static Incoming.Invalid tooLong(LineReader.Line line, LineReader reader, int limitBytes) {
    JsonNode id =
        IdFinder.find(
            new SequenceInputStream(new ByteArrayInputStream(line.bytes()), reader.rest()));
    return invalid(
        id,
        "The line is longer than "
            + limitBytes
            + " bytes and was not read. Send less in one message.");
  }

  private static Incoming notJson(String reason) {
    return new Incoming.Invalid(
        NullNode.instance,
        Json.PARSE_ERROR,
        "The message is not valid JSON: " + reason + ". Send one JSON object in one message.");
  }

  private static Incoming unreadable(JacksonException e, byte[] line) {
    return invalid(
        IdFinder.find(new ByteArrayInputStream(line)),
        "The message cannot be accepted: " + reason(e) + ".");
  }

  private static String reason(JacksonException e) {
    String place = e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
    return e.getOriginalMessage() + place;
  }

  private static Incoming batch(JsonNode array) {
    if (array.isEmpty()) {
      return invalid(NullNode.instance, "The batch is empty. Send at least one message.");
    }
    if (array.size() > LARGEST_BATCH) {
      return invalid(
          NullNode.instance,
          "The batch holds "
              + array.size()
              + " messages, more than "
              + LARGEST_BATCH
              + ". Send several smaller ones.");
    }
    List<Incoming> messages =
        StreamSupport.stream(array.spliterator(), false).map(MessageParser::single).toList();
    return new Incoming.Batch(messages);
  }

  private static Incoming single(JsonNode node) {
    if (!(node instanceof ObjectNode message)) {
      return invalid(NullNode.instance, "A message must be a JSON object, not " + type(node) + ".");
    }
    JsonNode id = message.path("id");
    JsonNode answerTo = Json.isLegalId(id) ? id : NullNode.instance;
    if (!message.has("method") && (message.has("result") || message.has("error"))) {
      return new Incoming.Response(answerTo, message);
    }
    if (!message.path("jsonrpc").isString() || !message.path("jsonrpc").asString().equals("2.0")) {
      return invalid(answerTo, "\"jsonrpc\" must be \"2.0\".");
    }
    if (!message.path("method").isString()) {
      return invalid(answerTo, "\"method\" is missing or not a string.");
    }
    JsonNode params = message.path("params");
    if (!params.isMissingNode() && !params.isNull() && !params.isObject()) {
      return invalid(answerTo, "\"params\" must be an object, not " + type(params) + ".");
    }
    ObjectNode object = params instanceof ObjectNode o ? o : Json.MAPPER.createObjectNode();
    String method = message.path("method").asString();
    if (id.isMissingNode()) {
      return new Incoming.Notification(method, object);
    }
    if (!Json.isLegalId(id)) {
      return invalid(answerTo, "\"id\" must be a string or an integer, not " + type(id) + ".");
    }
    return new Incoming.Request(id, method, object);
  }

  private static Incoming.Invalid invalid(JsonNode id, String message) {
    return new Incoming.Invalid(id, Json.INVALID_REQUEST, message);
  }

  private static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER -> node.isIntegralNumber() ? "a number" : "a fraction";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case BINARY, MISSING, POJO -> "something else";
    };
  }
}
