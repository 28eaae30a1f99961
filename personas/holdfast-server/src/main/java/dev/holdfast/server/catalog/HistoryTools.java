package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.DeletedPersona;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.UndoResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tools that look into the past of personas and bring it back. */
final class HistoryTools {

  private static final long USUAL_LIMIT = 50;
  private static final long LARGEST_LIMIT = 1_000;

  private final Identity identity;
  private final ActivePersona active;

  HistoryTools(Identity identity, ActivePersona active) {
    this.identity = identity;
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(history(), new DiffTool(identity.store()).tool(), undo());
  }

  private Tool history() {
    return new Tool(
        "persona_history",
        "Show a persona's history",
        "Shows what was done to a persona, by whom, when and with which program, the latest first;"
            + " also for one that was deleted. Without persona: the personas that were deleted and"
            + " can be brought back.",
        List.of(
            Parameter.optional(
                "persona",
                Parameter.Type.REFERENCE,
                "The persona's name, slug, file name or unique id; one that was deleted by its file"
                    + " name, slug or name."),
            Parameter.optionalInteger(
                "limit", 1, LARGEST_LIMIT, "How many at most; " + USUAL_LIMIT + " if not given.")),
        output(
            field("changes", list(HistoryShape.CHANGE)),
            field("deleted", list(HistoryShape.DELETED)),
            field("total", integer("How many there are, shown or not."))),
        ToolHints.READS,
        (arguments, _) -> {
          long limit = arguments.integer("limit").orElse(USUAL_LIMIT);
          return arguments
              .optionalText("persona")
              .map(persona -> changes(persona, identity.store().history(persona), limit))
              .orElseGet(() -> deleted(identity.store().deleted(), limit));
        });
  }

  private static ToolResult.Success changes(String ref, List<HistoryEntry> all, long limit) {
    List<HistoryEntry> shown = all.stream().limit(limit).toList();
    String text = HistoryShape.inWords(ref, shown) + more(all.size() - shown.size());
    return new ToolResult.Success(
        text, structured(shown.stream().map(HistoryShape::change).toList(), List.of(), all.size()));
  }

  private static ToolResult.Success deleted(List<DeletedPersona> all, long limit) {
    List<DeletedPersona> shown = all.stream().limit(limit).toList();
    String text =
        shown.isEmpty()
            ? "No persona was deleted that could be brought back."
            : "These were deleted; undo_persona brings them back:\n\n"
                + shown.stream().map(HistoryShape::line).collect(Collectors.joining("\n"))
                + more(all.size() - shown.size());
    return new ToolResult.Success(
        text,
        structured(List.of(), shown.stream().map(HistoryShape::deleted).toList(), all.size()));
  }

  private static String more(long count) {
    return count == 0 ? "" : "\n\n" + count + " more: call again with a larger limit.";
  }

  private static Map<String, Object> structured(
      List<Map<String, Object>> changes, List<Map<String, Object>> deleted, long total) {
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("changes", changes);
    structured.put("deleted", deleted);
    structured.put("total", total);
    return structured;
  }

  private Tool undo() {
    return new Tool(
        "undo_persona",
        "Bring back an earlier persona",
        "Takes back the latest change of a persona, or brings back the earlier text that revision"
            + " names, byte for byte; also a persona that was deleted. An undo can be undone.",
        List.of(
            DiffTool.PERSONA,
            Parameter.optional(
                "revision",
                Parameter.Type.REFERENCE,
                "The revision (its first six digits are enough), or the version, to bring back, as"
                    + " persona_history shows them."),
            ChangingTools.EXPECTED),
        output(
            field("persona", PersonaShape.ENTRY),
            field(
                "previousFileName", text("Its file before; another one if a rename was undone."))),
        new ToolHints(false, true, false, false),
        this::undone);
  }

  private ToolResult.Success undone(Arguments arguments, CallContext call) {
    UndoResult result =
        identity
            .storeFor(call)
            .undo(
                arguments.text("persona"),
                arguments.optionalText("revision").orElse(null),
                ChangingTools.expected(arguments));
    PersonaEntry entry = result.entry();
    active.renamed(result.previousFileName(), entry.fileName());
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("persona", PersonaShape.entry(entry, active.is(entry.fileName())));
    structured.put("previousFileName", result.previousFileName());
    String title =
        entry instanceof Persona persona
            ? Markdown.title(persona) + ", version " + Markdown.oneLine(persona.version())
            : "`" + Markdown.oneLine(entry.fileName()) + "`, which is **invalid**";
    return new ToolResult.Success(
        "Brought back "
            + title
            + ", revision "
            + HistoryShape.shortened(entry.revision())
            + "."
            + Markdown.remarks(entry.findings()),
        structured);
  }
}
