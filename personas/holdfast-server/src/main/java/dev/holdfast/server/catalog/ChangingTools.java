package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.EditResult;
import dev.holdfast.personas.NewPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaRules;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.RenameResult;
import dev.holdfast.personas.archive.Printable;
import dev.holdfast.server.catalog.Confirmations.Pinned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools that change personas. */
final class ChangingTools {

  static final Parameter EXPECTED =
      Parameter.optional(
          "expected_version",
          Parameter.Type.REFERENCE,
          "The revision (six digits of it are enough), or the version, that you saw last: if something else stands there by now,"
              + " nothing is changed and the error is CHANGED.");

  private static final String FIELDS = String.join(", ", PersonaRules.EDITABLE_FIELDS);

  private final Identity identity;
  private final ActivePersona active;
  private final Confirmations confirmations;

  ChangingTools(Identity identity, ActivePersona active, Confirmations confirmations) {
    this.identity = identity;
    this.active = active;
    this.confirmations = confirmations;
  }

  List<Tool> tools() {
    return List.of(create(), edit(), rename(), delete());
  }

  private Tool create() {
    return new Tool(
        "create_persona",
        "Create a persona",
        "Writes a new persona, with the user as its author. Never overwrites one: a name that"
            + " exists is refused.",
        List.of(
            Parameter.required(
                "name",
                Parameter.Type.TEXT,
                "Up to " + PersonaRules.MAX_NAME + " characters, not yet in use."),
            Parameter.required(
                "description",
                Parameter.Type.TEXT,
                "What it is for, up to " + PersonaRules.MAX_DESCRIPTION + " characters."),
            Parameter.required(
                "category",
                Parameter.Type.TEXT,
                "One of " + String.join(", ", PersonaRules.CATEGORIES) + "."),
            Parameter.required(
                "instructions",
                Parameter.Type.TEXT,
                "What the persona tells the model; Markdown, kept byte for byte."),
            Parameter.optional(
                "triggers",
                Parameter.Type.TEXT,
                "Words that suggest this persona, separated by commas.")),
        output(field("persona", PersonaShape.PERSONA)),
        new ToolHints(false, false, false, false),
        this::created);
  }

  private ToolResult.Success created(Arguments arguments, CallContext call) {
    Persona persona =
        identity
            .storeFor(call)
            .create(
                new NewPersona(
                    arguments.text("name"),
                    arguments.text("description"),
                    arguments.text("category"),
                    arguments.text("instructions"),
                    PersonaRules.splitList(arguments.optionalText("triggers").orElse(""))));
    return new ToolResult.Success(
        "Created " + Markdown.title(persona) + "." + Markdown.remarks(persona.findings()),
        Map.of("persona", PersonaShape.of(persona)));
  }

  private Tool edit() {
    return new Tool(
        "edit_persona",
        "Edit a persona",
        "Sets one field (field and value) or several in one step (changes). The version grows by"
            + " itself; everything else in the file stays as it is. Fields: "
            + FIELDS
            + ".",
        List.of(
            ReadingTools.PERSONA,
            Parameter.optional(
                "field", Parameter.Type.TEXT, "The field to set, together with value."),
            Parameter.optional(
                "value",
                Parameter.Type.TEXT,
                "Its new value, as a string; lists separated by commas."),
            Parameter.optional(
                "changes",
                Parameter.Type.TEXTS,
                "Instead of field and value: several fields with their new values, set all or"
                    + " none."),
            EXPECTED),
        output(
            field("persona", PersonaShape.PERSONA),
            field("previousVersion", text("The version before.")),
            field("changedFields", list(text("A field that was set.")))),
        new ToolHints(false, true, false, false),
        (arguments, call) ->
            edited(
                identity
                    .storeFor(call)
                    .edit(arguments.text("persona"), changes(arguments), expected(arguments))));
  }

  /** Null if nothing is expected. */
  static @Nullable String expected(Arguments arguments) {
    return arguments.optionalText(EXPECTED.name()).orElse(null);
  }

  /** Exactly one of the two forms. */
  private static Map<String, String> changes(Arguments arguments) {
    Optional<String> field = arguments.optionalText("field");
    Optional<String> value = arguments.optionalText("value");
    Optional<Map<String, String>> changes = arguments.texts("changes");
    if (changes.isPresent() && (field.isPresent() || value.isPresent())) {
      throw twoForms("edit_persona was given changes together with field or value.");
    }
    if (changes.isPresent()) {
      return changes.get();
    }
    if (field.isEmpty() && value.isEmpty()) {
      throw twoForms("edit_persona was not told what to change.");
    }
    return Map.of(
        field.orElseThrow(() -> twoForms("edit_persona was given a value but no field.")),
        value.orElseThrow(() -> twoForms("edit_persona was given a field but no value.")));
  }

  private static ToolException twoForms(String message) {
    return new ToolException(
        "INVALID_ARGUMENT",
        message,
        "Give field and value to set one field, or changes alone to set several.");
  }

  private static ToolResult.Success edited(EditResult result) {
    Persona persona = result.persona();
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("persona", PersonaShape.of(persona));
    structured.put("previousVersion", result.previousVersion());
    structured.put("changedFields", result.changedFields());
    String text =
        String.format(
            "Edited %s: %s. Version %s, before %s.%s",
            Markdown.title(persona),
            Markdown.oneLine(String.join(", ", result.changedFields())),
            Markdown.oneLine(persona.version()),
            Markdown.oneLine(result.previousVersion()),
            Markdown.remarks(persona.findings()));
    return new ToolResult.Success(text, structured);
  }

  private Tool rename() {
    return new Tool(
        "rename_persona",
        "Rename a persona",
        "Gives a persona another name and the file that goes with it, in one step. Its unique id"
            + " stays, and so does its history. A name that exists is refused.",
        List.of(
            ReadingTools.PERSONA,
            Parameter.required(
                "new_name",
                Parameter.Type.TEXT,
                "Up to " + PersonaRules.MAX_NAME + " characters, not yet in use."),
            EXPECTED),
        output(
            field("persona", PersonaShape.PERSONA),
            field("previousName", text("The name before.")),
            field("previousFileName", text("The file before; it may be the same."))),
        new ToolHints(false, true, false, false),
        this::renamed);
  }

  private ToolResult.Success renamed(Arguments arguments, CallContext call) {
    RenameResult result =
        identity
            .storeFor(call)
            .rename(arguments.text("persona"), arguments.text("new_name"), expected(arguments));
    Persona persona = result.persona();
    active.renamed(result.previousFileName(), persona.fileName());
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("persona", PersonaShape.of(persona));
    structured.put("previousName", result.previousName());
    structured.put("previousFileName", result.previousFileName());
    String text =
        String.format(
            "Renamed %s; before it was **%s** (`%s`).%s",
            Markdown.title(persona),
            Markdown.oneLine(result.previousName()),
            Markdown.oneLine(result.previousFileName()),
            Markdown.remarks(persona.findings()));
    return new ToolResult.Success(text, structured);
  }

  private Tool delete() {
    return new Tool(
        "delete_persona",
        "Delete a persona",
        "Deletes one persona, valid or not (an invalid one by its file name or slug). undo_persona"
            + " brings it back, as long as the history keeps it.",
        List.of(ReadingTools.PERSONA, EXPECTED),
        output(
            field("fileName", text("The file that was deleted.")),
            optional("name", text("The name of the persona, if its file was valid.")),
            field("revision", PersonaShape.REVISION),
            field("wasActive", bool("Was it active? Then none is active any more."))),
        new ToolHints(false, true, true, false),
        this::deleted);
  }

  private ToolResult.Success deleted(Arguments arguments, CallContext call) {
    PersonaStore store = identity.storeFor(call);
    String ref = arguments.text("persona");
    String expected = expected(arguments);
    if (confirmations.wanted(call)) {
      Pinned pinned = Confirmations.pin(store, ref, expected);
      confirmations.require(call, "Delete the persona " + Printable.name(pinned.fileName()) + "?");
      ref = pinned.fileName();
      expected = pinned.revision();
    }
    PersonaEntry deleted = store.delete(ref, expected);
    boolean wasActive = active.forget(deleted.fileName());
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("fileName", deleted.fileName());
    String title = "`" + Markdown.oneLine(deleted.fileName()) + "`";
    if (deleted instanceof Persona persona) {
      structured.put("name", persona.name());
      title = Markdown.title(persona);
    }
    structured.put("revision", deleted.revision());
    structured.put("wasActive", wasActive);
    String back =
        deleted.revision().isEmpty() // too large, or no file: no history keeps it
            ? ""
            : "\n\nTo bring it back call undo_persona with persona "
                + Values.quoted(deleted.fileName())
                + ".";
    return new ToolResult.Success(
        "Deleted " + title + "." + (wasActive ? " It was active; now none is." : "") + back,
        structured);
  }
}
