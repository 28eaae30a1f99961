package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.Severity;
import dev.holdfast.personas.ValidationReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools that look at personas. */
final class ReadingTools {

  /** Personas in one answer if the caller does not say. */
  private static final long USUAL_LIMIT = 1_000;

  private static final long LARGEST_LIMIT = 10_000;

  static final Parameter PERSONA =
      Parameter.required(
          "persona", Parameter.Type.REFERENCE, "The persona's name, slug, file name or unique id.");

  private final PersonaStore store;
  private final ActivePersona active;

  ReadingTools(PersonaStore store, ActivePersona active) {
    this.store = store;
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(listing(), details(), validate(), reload());
  }

  private Tool listing() {
    return new Tool(
        "list_personas",
        "List personas",
        "Lists the personas of the folder by file name, also invalid ones with the reason, and says"
            + " which is active.",
        List.of(
            Parameter.optional(
                "cursor",
                Parameter.Type.TEXT,
                "Go on behind this file name: the nextCursor of the answer before."),
            Parameter.optionalInteger(
                "limit",
                1,
                LARGEST_LIMIT,
                "How many personas at most; " + USUAL_LIMIT + " if not given.")),
        output(
            field("personas", list(PersonaShape.ENTRY)),
            field("total", integer("Personas in the folder, on all pages.")),
            field("valid", integer("How many of all are valid.")),
            field("invalid", integer("How many of all are invalid.")),
            optional("activePersona", text("The file name of the active persona.")),
            optional("nextCursor", text("There are more: call again with this as cursor."))),
        ToolHints.READS,
        (arguments, _) -> listed(arguments));
  }

  private ToolResult.Success listed(Arguments arguments) {
    // Sorted here too: pages hang together only if the order is the one that cursors compare by.
    List<PersonaEntry> all =
        store.list().stream().sorted(Comparator.comparing(PersonaEntry::fileName)).toList();
    String cursor = arguments.optionalText("cursor").orElse("");
    List<PersonaEntry> rest =
        all.stream().filter(e -> cursor.isEmpty() || e.fileName().compareTo(cursor) > 0).toList();
    long limit = arguments.integer("limit").orElse(USUAL_LIMIT);
    List<PersonaEntry> page = rest.stream().limit(limit).toList();
    long valid = all.stream().filter(Persona.class::isInstance).count();

    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put(
        "personas",
        page.stream().map(e -> PersonaShape.entry(e, active.is(e.fileName()))).toList());
    structured.put("total", all.size());
    structured.put("valid", valid);
    structured.put("invalid", all.size() - valid);
    active.activation().ifPresent(a -> structured.put("activePersona", a.fileName()));
    StringBuilder text = new StringBuilder(Counts.of(all).words());
    text.append(" in ").append(Markdown.oneLine(store.location())).append('.');
    if (!page.isEmpty()) {
      text.append('\n');
    }
    page.forEach(e -> text.append('\n').append(Markdown.listLine(e, active.is(e.fileName()))));
    if (page.size() < rest.size()) {
      String next = page.getLast().fileName();
      structured.put("nextCursor", next);
      text.append("\n\n")
          .append(rest.size() - page.size())
          .append(" more: call list_personas with cursor ")
          .append(Values.quoted(next))
          .append('.');
    }
    return new ToolResult.Success(text.toString(), structured);
  }

  private Tool details() {
    return new Tool(
        "get_persona_details",
        "Show a persona",
        "Shows all fields and the instructions of one persona, without activating it.",
        List.of(PERSONA),
        output(field("persona", PersonaShape.PERSONA), field("active", bool("Is it active?"))),
        ToolHints.READS,
        (arguments, _) -> {
          Persona persona = store.get(arguments.text("persona"));
          Map<String, Object> structured = new LinkedHashMap<>();
          structured.put("persona", PersonaShape.withInstructions(persona));
          structured.put("active", active.is(persona.fileName()));
          return new ToolResult.Success(Markdown.details(persona), structured);
        });
  }

  private Tool validate() {
    return new Tool(
        "validate_persona",
        "Check a persona",
        "Checks one persona, valid or not, by every rule and says what is wrong and where.",
        List.of(PERSONA),
        output(
            field("fileName", text("The name of its file.")),
            field("valid", bool("Is it free of errors?")),
            field("errors", integer("How many findings are errors.")),
            field("warnings", integer("How many findings are warnings.")),
            field("notes", integer("How many findings are notes.")),
            field("findings", PersonaShape.FINDINGS)),
        ToolHints.READS,
        (arguments, _) -> validated(store.validate(arguments.text("persona"))));
  }

  private static ToolResult.Success validated(ValidationReport report) {
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("fileName", report.fileName());
    structured.put("valid", report.valid());
    structured.put("errors", count(report, Severity.ERROR));
    structured.put("warnings", count(report, Severity.WARNING));
    structured.put("notes", count(report, Severity.NOTE));
    structured.put("findings", PersonaShape.findings(report.findings()));
    String verdict = report.valid() ? "valid" : "**invalid**";
    String text =
        "`"
            + Markdown.oneLine(report.fileName())
            + "` is "
            + verdict
            + "."
            + (report.findings().isEmpty() ? " Nothing was found." : "\n\n")
            + Markdown.findings(report.findings());
    return new ToolResult.Success(text, structured);
  }

  private static long count(ValidationReport report, Severity severity) {
    return report.findings().stream().filter(f -> f.severity() == severity).count();
  }

  private Tool reload() {
    return new Tool(
        "reload_personas",
        "Read the folder again",
        "Drops what is cached and reads every persona again. Changes of others are seen without"
            + " this too.",
        List.of(),
        output(
            field("total", integer("Personas in the folder.")),
            field("valid", integer("How many are valid.")),
            field("invalid", integer("How many are invalid."))),
        ToolHints.READS,
        (arguments, _) -> {
          store.reload();
          Counts counts = Counts.of(store.list());
          return new ToolResult.Success("Read again: " + counts.words() + ".", counts.structured());
        });
  }
}
