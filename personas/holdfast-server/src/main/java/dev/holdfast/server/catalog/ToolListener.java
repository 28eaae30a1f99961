package dev.holdfast.server.catalog;

import java.time.Duration;

/**
 * Is told of the calls of tools, whatever protocol they came by. Called on the thread of the call
 * when it has ended, before its result goes anywhere. Must neither wait nor throw.
 */
@FunctionalInterface
public interface ToolListener {

  /** Does not want to know. */
  ToolListener NONE = (_, _, _) -> {};

  /** A call has ended. */
  void called(Tool tool, ToolResult result, Duration took);
}
