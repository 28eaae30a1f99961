package dev.holdfast.server.cli;

import dev.holdfast.personas.EditResult;
import dev.holdfast.personas.Finding;
import dev.holdfast.personas.InvalidPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.ValidationReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Personas as JSON. Scripts read it: fields are added, never renamed or removed. */
final class PersonaJson {
  private PersonaJson() {}

  /** An entry of the folder, without the instructions. */
  static Map<String, Object> summary(PersonaEntry entry) {
    return switch (entry) {
      case Persona persona -> fields(persona);
      case InvalidPersona invalid ->
          JsonOutput.object(
              "file", invalid.fileName(),
              "slug", invalid.slug(),
              "revision", invalid.revision(),
              "valid", false,
              "findings", findings(invalid.findings()));
    };
  }

  /** A persona with its instructions. */
  static Map<String, Object> whole(Persona persona) {
    Map<String, Object> object = fields(persona);
    object.put("instructions", persona.instructions());
    return object;
  }

  static Map<String, Object> edit(EditResult result) {
    return JsonOutput.object(
        "previousVersion", result.previousVersion(),
        "changedFields", result.changedFields(),
        "persona", whole(result.persona()));
  }

  static Map<String, Object> report(ValidationReport report) {
    return JsonOutput.object(
        "file", report.fileName(),
        "valid", report.valid(),
        "findings", findings(report.findings()));
  }

  private static Map<String, Object> fields(Persona persona) {
    return JsonOutput.object(
        "file", persona.fileName(),
        "slug", persona.slug(),
        "revision", persona.revision(),
        "valid", true,
        "findings", findings(persona.findings()),
        "name", persona.name(),
        "description", persona.description(),
        "uniqueId", persona.uniqueId(),
        "author", persona.author(),
        "category", persona.category(),
        "triggers", persona.triggers(),
        "contentFlags", persona.contentFlags(),
        "version", persona.version(),
        "ageRating", persona.ageRating(),
        "generationMethod", persona.generationMethod(),
        "aiGenerated", persona.aiGenerated(),
        "price", persona.price(),
        "revenueSplit", persona.revenueSplit(),
        "license", persona.license(),
        "createdDate", persona.createdDate());
  }

  static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                JsonOutput.object(
                    "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                    "rule", finding.rule(),
                    "message", finding.message(),
                    "line", finding.line(),
                    "column", finding.column()))
        .toList();
  }
}
