package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.Finding;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.Severity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Personas and findings in structured content, and the schemas that describe them. */
final class PersonaShape {

  /** Of a revision. */
  static final Map<String, Object> REVISION =
      text(
          "Names this exact text: give it as expected_version to change nothing else; empty if the"
              + " file cannot be read as a whole.");

  /** Of {@link #findings}. */
  static final Map<String, Object> FINDINGS =
      list(
          object(
              field(
                  "severity",
                  choice(
                      "error makes the persona invalid.",
                      Arrays.stream(Severity.values()).map(PersonaShape::word).toList())),
              field("rule", text("The name of the rule, stable.")),
              field("message", text("What is wrong, for people.")),
              field("line", integer("From 1; 0 for the whole file.")),
              field("column", integer("From 1; 0 for the whole file."))));

  /** Of {@link #of} and {@link #withInstructions}. */
  static final Map<String, Object> PERSONA =
      object(
          field("fileName", text("The name of its file.")),
          field("slug", text("The file name without .md.")),
          field("revision", REVISION),
          field("name", text("Its name.")),
          field("description", text("What it is for.")),
          field("uniqueId", text("Kept for good; empty if it has none.")),
          field("author", text("Who wrote it; may be empty.")),
          field("category", text("Its category; may be empty.")),
          field("triggers", list(text("A word that suggests this persona."))),
          field("contentFlags", list(text("Where the content comes from."))),
          field("version", text("Grows with every edit.")),
          field("ageRating", text("all, 13+ or 18+.")),
          field("generationMethod", text("human, ChatGPT, Claude or hybrid.")),
          field("aiGenerated", bool("Did a model write it?")),
          field("price", text("free, or $N.NN.")),
          field("revenueSplit", text("How income is shared.")),
          field("license", text("Under which terms others may use it.")),
          field("createdDate", text("As written in the file.")),
          field("findings", FINDINGS),
          optional("instructions", text("What it tells the model, byte for byte.")));

  /** Of {@link #entry}. */
  static final Map<String, Object> ENTRY =
      object(
          field("fileName", text("The name of its file.")),
          field("slug", text("The file name without .md.")),
          field("revision", REVISION),
          field("valid", bool("False if its file breaks a rule; the findings say which.")),
          field("active", bool("Is it this server's active persona?")),
          optional("name", text("Its name.")),
          optional("description", text("What it is for.")),
          optional("uniqueId", text("Kept for good; empty if it has none.")),
          optional("author", text("Who wrote it; may be empty.")),
          optional("category", text("Its category; may be empty.")),
          optional("triggers", list(text("A word that suggests this persona."))),
          optional("version", text("Grows with every edit.")),
          field("findings", FINDINGS));

  private PersonaShape() {}

  static Map<String, Object> of(Persona persona) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("fileName", persona.fileName());
    shape.put("slug", persona.slug());
    shape.put("revision", persona.revision());
    shape.put("name", persona.name());
    shape.put("description", persona.description());
    shape.put("uniqueId", persona.uniqueId());
    shape.put("author", persona.author());
    shape.put("category", persona.category());
    shape.put("triggers", persona.triggers());
    shape.put("contentFlags", persona.contentFlags());
    shape.put("version", persona.version());
    shape.put("ageRating", persona.ageRating());
    shape.put("generationMethod", persona.generationMethod());
    shape.put("aiGenerated", persona.aiGenerated());
    shape.put("price", persona.price());
    shape.put("revenueSplit", persona.revenueSplit());
    shape.put("license", persona.license());
    shape.put("createdDate", persona.createdDate());
    shape.put("findings", findings(persona.findings()));
    return shape;
  }

  static Map<String, Object> withInstructions(Persona persona) {
    Map<String, Object> shape = of(persona);
    shape.put("instructions", persona.instructions());
    return shape;
  }

  /** A line of a list; only what can be known of an invalid one. */
  static Map<String, Object> entry(PersonaEntry entry, boolean active) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("fileName", entry.fileName());
    shape.put("slug", entry.slug());
    shape.put("revision", entry.revision());
    shape.put("valid", entry instanceof Persona);
    shape.put("active", active);
    if (entry instanceof Persona persona) {
      shape.put("name", persona.name());
      shape.put("description", persona.description());
      shape.put("uniqueId", persona.uniqueId());
      shape.put("author", persona.author());
      shape.put("category", persona.category());
      shape.put("triggers", persona.triggers());
      shape.put("version", persona.version());
    }
    shape.put("findings", findings(entry.findings()));
    return shape;
  }

  static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(PersonaShape::finding).toList();
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("severity", word(finding.severity()));
    shape.put("rule", finding.rule());
    shape.put("message", finding.message());
    shape.put("line", finding.line());
    shape.put("column", finding.column());
    return shape;
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
