package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Tool;
import java.util.List;

/** Conversations about tools alone, for tests of what carries them. */
public final class TestConversations {

  private TestConversations() {}

  public static Conversations of(List<Tool> tools) {
    return new Conversations(tools, "For tests.", "9.9");
  }
}
