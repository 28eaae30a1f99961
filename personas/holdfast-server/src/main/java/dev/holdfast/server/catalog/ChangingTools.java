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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools that change personas. */
final class ChangingTools {

  private static final String FIELDS = String.join(", ", PersonaRules.EDITABLE_FIELDS);

  private final PersonaStore store;
  private final ActivePersona active;

  ChangingTools(PersonaStore store, ActivePersona active) {
    this.store = store;
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(create(), edit(), delete());
  }

  private Tool create() {
    return new Tool(
        "create_persona",
        "Create a persona",
        "Writes a new persona. Never overwrites one: a name that exists is refused.",
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
        (arguments, _) -> create(arguments));
  }

  private ToolResult.Success create(Arguments arguments) {
    Persona persona =
        store.create(
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
                    + " none.")),
        output(
            field("persona", PersonaShape.PERSONA),
            field("previousVersion", text("The version before.")),
            field("changedFields", list(text("A field that was set.")))),
        new ToolHints(false, true, false, false),
        (arguments, _) -> edited(store.edit(arguments.text("persona"), changes(arguments))));
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

  private Tool delete() {
    return new Tool(
        "delete_persona",
        "Delete a persona",
        "Deletes one persona, valid or not (an invalid one by its file name or slug). There is no"
            + " way back.",
        List.of(ReadingTools.PERSONA),
        output(
            field("fileName", text("The file that was deleted.")),
            optional("name", text("The name of the persona, if its file was valid.")),
            field("wasActive", bool("Was it active? Then none is active any more."))),
        new ToolHints(false, true, true, false),
        (arguments, _) -> delete(arguments));
  }

  private ToolResult.Success delete(Arguments arguments) {
    PersonaEntry deleted = store.delete(arguments.text("persona"));
    boolean wasActive = active.forget(deleted.fileName());
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("fileName", deleted.fileName());
    String title = "`" + Markdown.oneLine(deleted.fileName()) + "`";
    if (deleted instanceof Persona persona) {
      structured.put("name", persona.name());
      title = Markdown.title(persona);
    }
    structured.put("wasActive", wasActive);
    return new ToolResult.Success(
        "Deleted " + title + "." + (wasActive ? " It was active; now none is." : ""), structured);
  }
}
