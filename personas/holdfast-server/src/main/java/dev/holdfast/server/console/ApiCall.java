package dev.holdfast.server.console;

import dev.holdfast.server.catalog.CallContext;
import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.Tool;
import dev.holdfast.server.catalog.ToolResult;
import dev.holdfast.server.http.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request to the API whose sender may make it.
 *
 * @param caller who sent it
 * @param catalog what the server offers to him
 * @param arguments by name, from the query or the body
 */
record ApiCall(Caller caller, Catalog catalog, Map<String, Object> arguments) {

  /** Calls a tool with the arguments of the request. */
  Map<String, Object> tool(String name) {
    return tool(name, arguments);
  }

  /**
   * Calls a tool.
   *
   * @throws ApiException if it fails, or if the server does not offer it
   */
  Map<String, Object> tool(String name, Map<String, Object> with) {
    ToolResult.Failure withheld = catalog.withheld().get(name);
    if (withheld != null) {
      throw ApiException.of(withheld);
    }
    Tool tool =
        catalog.tools().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return switch (tool.call(with, FROM_PAGE)) {
      case ToolResult.Success success -> new LinkedHashMap<>(success.structured());
      case ToolResult.Failure failure -> throw ApiException.of(failure);
    };
  }

  /**
   * A text among the arguments.
   *
   * @throws ApiException if there is something else
   */
  Optional<String> text(String name) {
    Object value = arguments.get(name);
    if (value != null && !(value instanceof String)) {
      throw ApiException.badRequest(name + " is not a string.", "Give it as a string.");
    }
    return Optional.ofNullable((String) value).filter(text -> !text.isBlank());
  }

  private static final CallContext FROM_PAGE =
      new CallContext() {
        @Override
        public String client() {
          return "console";
        }

        @Override
        public void progress(long done, long total, String message) {}

        @Override
        public boolean cancelled() {
          return Thread.currentThread().isInterrupted();
        }
      };
}
