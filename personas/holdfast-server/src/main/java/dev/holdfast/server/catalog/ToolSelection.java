package dev.holdfast.server.catalog;

import java.util.Optional;

/**
 * Which tools a session has. Asked for each tool when a {@link Catalog} is made, and not again.
 * Resources, prompts and completions only read, and are not selected.
 */
@FunctionalInterface
public interface ToolSelection {

  /** All of them. */
  ToolSelection ALL = _ -> Optional.empty();

  /** Those that change nothing, as their hints say. */
  ToolSelection READ_ONLY =
      tool ->
          tool.hints().readOnly()
              ? Optional.empty()
              : Optional.of(
                  new Withheld(
                      "the server is read-only",
                      "Read instead. Whoever runs the server can allow changes by starting it"
                          + " without --read-only and HOLDFAST_READ_ONLY."));

  /**
   * Why a session does not have a tool.
   *
   * @param reason the rest of a sentence: {@code the server is read-only}
   * @param hint what to do, in whole sentences
   */
  record Withheld(String reason, String hint) {}

  /** Why the session does not have this tool; empty if it has it. */
  Optional<Withheld> withheld(Tool tool);

  /** The tools that both have. Where neither has a tool, the reason is that of this selection. */
  default ToolSelection and(ToolSelection other) {
    return tool -> withheld(tool).or(() -> other.withheld(tool));
  }
}
