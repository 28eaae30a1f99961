package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.diff.UnifiedDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tool that compares two texts of one persona. */
final class DiffTool {

  static final Parameter PERSONA =
      Parameter.required(
          "persona",
          Parameter.Type.REFERENCE,
          "The persona's name, slug, file name or unique id; one that was deleted by its file name,"
              + " slug or name.");

  private final PersonaStore store;

  DiffTool(PersonaStore store) {
    this.store = store;
  }

  /**
   * One of the two sides.
   *
   * @param label names it in the difference
   * @param revision empty if there was, or is, no persona
   */
  private record Side(String label, String revision, String text) {

    static final Side NOTHING = new Side("/dev/null", "", "");

    static Side of(PersonaSource source) {
      return new Side(
          source.fileName() + "@" + HistoryShape.shortened(source.revision()),
          source.revision(),
          new String(source.bytes(), UTF_8));
    }
  }

  Tool tool() {
    return new Tool(
        "diff_persona",
        "Compare two texts of a persona",
        "Shows how a persona's text differs between two revisions, as diff -u does. Without"
            + " revisions: what its latest change did.",
        List.of(
            PERSONA,
            Parameter.optional(
                "from",
                Parameter.Type.REFERENCE,
                "The older revision, or version; what stood there before the latest change if not"
                    + " given."),
            Parameter.optional(
                "to",
                Parameter.Type.REFERENCE,
                "The newer revision, or version; what stands there now if not given.")),
        output(
            field("fromRevision", text("The older one; empty if there was none.")),
            field("toRevision", text("The newer one; empty if there is none.")),
            field("diff", text("The difference in the unified format; empty if there is none."))),
        ToolHints.READS,
        (arguments, _) -> {
          String persona = arguments.text("persona");
          Side from =
              arguments
                  .optionalText("from")
                  .map(revision -> Side.of(store.source(persona, revision)))
                  .orElseGet(() -> beforeLatest(persona));
          Side to =
              arguments
                  .optionalText("to")
                  .map(revision -> Side.of(store.source(persona, revision)))
                  .orElseGet(() -> now(persona));
          return compared(persona, from, to);
        });
  }

  private Side beforeLatest(String persona) {
    List<HistoryEntry> history = store.history(persona);
    if (history.isEmpty()) {
      throw new ToolException(
          "NOT_FOUND",
          "Nothing is recorded of "
              + Values.quoted(persona)
              + ": it was not changed yet, so there is nothing to compare it with.",
          "Call get_persona_details to see it.");
    }
    FileVersion before = history.getFirst().change().before();
    return before.equals(FileVersion.ABSENT)
        ? Side.NOTHING
        : Side.of(store.source(persona, before.toString()));
  }

  private Side now(String persona) {
    try {
      return Side.of(store.source(persona, null));
    } catch (PersonaException e) {
      if (e.code() == PersonaException.Code.NOT_FOUND && !store.history(persona).isEmpty()) {
        return Side.NOTHING; // it is gone, but its past is known
      }
      throw e;
    }
  }

  private static ToolResult.Success compared(String persona, Side from, Side to) {
    String diff = UnifiedDiff.of(from.label(), from.text(), to.label(), to.text());
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("fromRevision", from.revision());
    structured.put("toRevision", to.revision());
    structured.put("diff", diff);
    String text = diff.isEmpty() ? "No difference in " + Values.quoted(persona) + "." : diff;
    return new ToolResult.Success(text, structured);
  }
}
