package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.Persona;
import dev.holdfast.server.catalog.ActivePersona.Now;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools that take a persona on and lay it down again. */
final class ActivationTools {

  private final ActivePersona active;

  ActivationTools(ActivePersona active) {
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(activate(), getActive(), deactivate());
  }

  private Tool activate() {
    return new Tool(
        "activate_persona",
        "Activate a persona",
        "Makes a persona the active one of this server and returns its instructions, to be followed"
            + " from now on.",
        List.of(ReadingTools.PERSONA),
        output(field("persona", PersonaShape.PERSONA)),
        ToolHints.READS,
        (arguments, _) -> {
          Persona persona = active.activate(arguments.text("persona"));
          return new ToolResult.Success(
              "Active now: " + Markdown.title(persona) + ".\n\n" + Markdown.details(persona),
              Map.of("persona", PersonaShape.withInstructions(persona)));
        });
  }

  private Tool getActive() {
    return new Tool(
        "get_active_persona",
        "Show the active persona",
        "Shows the active persona of this server as it is now, and whether somebody has changed or"
            + " deleted it since it was activated.",
        List.of(),
        output(
            field(
                "state",
                choice(
                    "What has become of it since it was activated.",
                    List.of("none", "unchanged", "changed", "deleted", "invalid"))),
            optional("fileName", text("Its file; absent if none is active.")),
            optional("name", text("Its name when it was activated.")),
            optional("activatedAt", text("When it was activated, ISO 8601 in UTC.")),
            optional("persona", PersonaShape.PERSONA)),
        ToolHints.READS,
        (arguments, _) -> shown(active.now()));
  }

  private static ToolResult.Success shown(Now now) {
    Map<String, Object> structured = new LinkedHashMap<>();
    return switch (now) {
      case Now.Nothing _ -> {
        structured.put("state", "none");
        yield new ToolResult.Success("No persona is active.", structured);
      }
      case Now.There there -> {
        describe(structured, there.changed() ? "changed" : "unchanged", there.activation());
        structured.put("persona", PersonaShape.withInstructions(there.persona()));
        String note = there.changed() ? " It was changed since it was activated." : "";
        yield new ToolResult.Success(
            "Active: "
                + Markdown.title(there.persona())
                + "."
                + note
                + "\n\n"
                + Markdown.details(there.persona()),
            structured);
      }
      case Now.Lost lost -> {
        describe(structured, lost.deleted() ? "deleted" : "invalid", lost.activation());
        String what =
            lost.deleted()
                ? " was deleted since it was activated."
                : " cannot be read any more: " + lost.reason();
        yield new ToolResult.Success(
            "The active persona "
                + Markdown.title(lost.activation().persona())
                + what
                + "\n\nActivate another one, or call deactivate_persona.",
            structured);
      }
    };
  }

  private static void describe(
      Map<String, Object> structured, String state, ActivePersona.Activation activation) {
    structured.put("state", state);
    structured.put("fileName", activation.fileName());
    structured.put("name", activation.persona().name());
    structured.put("activatedAt", activation.since().toString());
  }

  private Tool deactivate() {
    return new Tool(
        "deactivate_persona",
        "Deactivate the persona",
        "Lays the active persona down. Its instructions are no longer to be followed.",
        List.of(),
        output(
            field("deactivated", bool("False if none was active.")),
            optional("fileName", text("The file of the one that was active.")),
            optional("name", text("Its name."))),
        ToolHints.READS,
        (arguments, _) -> {
          Optional<ActivePersona.Activation> was = active.deactivate();
          Map<String, Object> structured = new LinkedHashMap<>();
          structured.put("deactivated", was.isPresent());
          was.ifPresent(
              activation -> {
                structured.put("fileName", activation.fileName());
                structured.put("name", activation.persona().name());
              });
          return new ToolResult.Success(
              was.map(a -> "No longer active: " + Markdown.title(a.persona()) + ".")
                  .orElse("No persona was active."),
              structured);
        });
  }
}
