package dev.holdfast.server.cli;

import dev.holdfast.server.catalog.ToolFilter;
import dev.holdfast.server.catalog.ToolSelection;
import dev.holdfast.server.catalog.Toolset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which tools there are, the same for every command that serves personas. */
final class ToolOptions {

  private static final String READ_ONLY = "HOLDFAST_READ_ONLY";
  private static final String TOOLSETS = "HOLDFAST_TOOLSETS";
  private static final String TOOLS = "HOLDFAST_TOOLS";
  private static final String EXCLUDED = "HOLDFAST_EXCLUDE_TOOLS";

  @Option(
      names = "--read-only",
      description =
          "Change nothing: only tools that read, no sample personas, no scheduled backups. Wins"
              + " over every other option. Default: HOLDFAST_READ_ONLY, otherwise changes are"
              + " allowed.")
  private boolean readOnly;

  @Option(
      names = "--toolsets",
      paramLabel = "GROUP",
      split = ",",
      completionCandidates = Groups.class,
      description =
          "Offer the tools of these groups: ${COMPLETION-CANDIDATES}. Default: HOLDFAST_TOOLSETS,"
              + " otherwise all, unless --tools names some.")
  private List<String> toolsets = List.of();

  @Option(
      names = "--tools",
      paramLabel = "TOOL",
      split = ",",
      description = "Offer these tools, too. Default: HOLDFAST_TOOLS, otherwise none.")
  private List<String> tools = List.of();

  @Option(
      names = "--exclude-tools",
      paramLabel = "TOOL",
      split = ",",
      description =
          "Do not offer these tools, whatever else is given. Default: HOLDFAST_EXCLUDE_TOOLS,"
              + " otherwise none.")
  private List<String> excluded = List.of();

  /**
   * Is nothing to be changed?
   *
   * @throws CommandException if the environment says neither yes nor no
   */
  boolean readOnly(Io io) {
    return readOnly || YesOrNo.of(io, READ_ONLY, false);
  }

  /**
   * The tools.
   *
   * @throws CommandException if there is no group or tool of a name
   */
  ToolSelection selection(Io io) {
    try {
      ToolSelection named =
          ToolFilter.of(
              words(io, toolsets, TOOLSETS),
              words(io, tools, TOOLS),
              words(io, excluded, EXCLUDED));
      return readOnly(io) ? ToolSelection.READ_ONLY.and(named) : named;
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> words(Io io, List<String> given, String variable) {
    return given.isEmpty()
        ? io.words(variable)
        : given.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  /** The names of the groups, for help and completion. */
  static final class Groups implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Stream.of("all"), Arrays.stream(Toolset.values()).map(Toolset::word))
          .iterator();
    }
  }
}
