package dev.holdfast.server.mcp;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a message from the client turned out to be. */
public sealed interface Incoming {

  /** A well-formed call. {@code params} is empty where there were none. */
  record Request(JsonNode id, String method, ObjectNode params) implements Incoming {}

  /** A message that wants no answer. */
  record Notification(String method, ObjectNode params) implements Incoming {}

  /** An answer to a request of ours, as it came; {@code id} is the null node if it has none. */
  record Response(JsonNode id, ObjectNode message) implements Incoming {}

  /** Something to refuse with this error; {@code id} is the null node where none is known. */
  record Invalid(JsonNode id, int code, String message) implements Incoming {

    /** The error to answer with. */
    public JsonNode answer() {
      return Json.error(id, code, message);
    }
  }

  /** Several messages at once; legal in protocol version 2025-03-26 only. Never empty. */
  record Batch(List<Incoming> messages) implements Incoming {}
}
