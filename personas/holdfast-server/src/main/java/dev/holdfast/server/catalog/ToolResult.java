package dev.holdfast.server.catalog;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a call of a tool came to. */
public sealed interface ToolResult {

  /** For people; Markdown. */
  String text();

  /** The same facts for programs, as the tool's output schema describes them. */
  Map<String, Object> structured();

  /**
   * The tool did what it was asked.
   *
   * @param text for people
   * @param structured for programs; strings, numbers, booleans, lists and maps of these
   */
  record Success(String text, Map<String, Object> structured) implements ToolResult {}

  /**
   * The tool did not do what it was asked. Unless the message says otherwise, nothing changed.
   *
   * @param code the kind of error, stable, in capitals
   * @param message what happened, to what, who is in the way
   * @param hint what to do next; may be empty
   */
  record Failure(String code, String message, String hint) implements ToolResult {

    @Override
    public String text() {
      return hint.isEmpty() ? message : message + "\n\n" + hint;
    }

    @Override
    public Map<String, Object> structured() {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", code);
      error.put("message", message);
      error.put("hint", hint);
      return Map.of("error", error);
    }
  }
}
