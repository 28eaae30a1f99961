package dev.holdfast.server.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tools that whoever starts the server names: those of some groups, and some beside them, less
 * others. Immutable.
 */
public final class ToolFilter implements ToolSelection {

  /** Stands for every group. */
  private static final String EVERY = "all";

  private final boolean chosen;
  private final Set<String> tools;
  private final Set<String> excluded;

  private ToolFilter(boolean chosen, Set<String> tools, Set<String> excluded) {
    this.chosen = chosen;
    this.tools = tools;
    this.excluded = excluded;
  }

  /**
   * A choice by name. With neither groups nor tools it is all tools.
   *
   * @param toolsets groups, whose tools are had; {@code all} is every group
   * @param tools single tools, which are had too
   * @param excluded tools that are not had, whatever else is named
   * @throws IllegalArgumentException if there is no group or tool of that name; the message tells
   *     those with similar names
   */
  public static ToolFilter of(
      Collection<String> toolsets, Collection<String> tools, Collection<String> excluded) {
    Set<String> named = new LinkedHashSet<>();
    toolsets.forEach(word -> named.addAll(toolsOf(word)));
    tools.forEach(tool -> named.add(known(tool)));
    excluded.forEach(ToolFilter::known);
    return new ToolFilter(
        !toolsets.isEmpty() || !tools.isEmpty(), Set.copyOf(named), Set.copyOf(excluded));
  }

  private static List<String> toolsOf(String word) {
    if (word.equals(EVERY)) {
      return everyTool().toList();
    }
    return Toolset.named(word)
        .orElseThrow(
            () -> unknown("toolset", word, Arrays.stream(Toolset.values()).map(Toolset::word)))
        .tools();
  }

  private static String known(String tool) {
    if (Toolset.of(tool).isEmpty()) {
      throw unknown("tool", tool, everyTool());
    }
    return tool;
  }

  private static Stream<String> everyTool() {
    return Arrays.stream(Toolset.values()).flatMap(set -> set.tools().stream());
  }

  private static IllegalArgumentException unknown(String what, String given, Stream<String> names) {
    List<String> all = names.toList();
    List<String> near = NearNames.of(given, all);
    return new IllegalArgumentException(
        "there is no %s %s; %s %s"
            .formatted(
                what,
                Values.quoted(given),
                near.isEmpty() ? "there are" : "did you mean",
                near.isEmpty() ? String.join(", ", all) : String.join(" or ", near) + "?"));
  }

  @Override
  public Optional<Withheld> withheld(Tool tool) {
    if (excluded.contains(tool.name())) {
      return Optional.of(
          new Withheld(
              "the server was started without it",
              "Whoever runs the server can allow it by taking it out of --exclude-tools or"
                  + " HOLDFAST_EXCLUDE_TOOLS."));
    }
    if (chosen && !tools.contains(tool.name())) {
      String set = Toolset.of(tool.name()).map(Toolset::word).orElse(EVERY);
      return Optional.of(
          new Withheld(
              "the server was started with other tools only",
              "Whoever runs the server can allow it by adding %s to --toolsets or HOLDFAST_TOOLSETS, or the tool to --tools or HOLDFAST_TOOLS."
                  .formatted(set)));
    }
    return Optional.empty();
  }
}
