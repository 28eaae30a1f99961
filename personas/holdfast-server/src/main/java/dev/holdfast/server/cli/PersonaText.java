package dev.holdfast.server.cli;

import dev.holdfast.personas.Finding;
import dev.holdfast.personas.InvalidPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Personas as text for people. */
final class PersonaText {

  private static final int MAX_DESCRIPTION = 60;

  private PersonaText() {}

  static void printList(PrintStream out, List<PersonaEntry> entries) {
    if (entries.isEmpty()) {
      out.println("no personas");
      return;
    }
    Table table = new Table("SLUG", "NAME", "VERSION", "CATEGORY", "DESCRIPTION");
    for (PersonaEntry entry : entries) {
      switch (entry) {
        case Persona persona ->
            table.row(
                persona.slug(),
                persona.name(),
                persona.version(),
                persona.category(),
                Text.line(persona.description(), MAX_DESCRIPTION));
        case InvalidPersona invalid -> table.row(invalid.slug(), "(invalid)", "", "", "");
      }
    }
    table.print(out);
    for (PersonaEntry entry : entries) {
      if (entry instanceof InvalidPersona) {
        out.println();
        out.println(Text.line(entry.fileName()) + " is invalid:");
        printFindings(out, entry.findings());
      }
    }
  }

  static void printWhole(PrintStream out, Persona persona) {
    print(out, "name", persona.name());
    print(out, "description", persona.description());
    print(out, "category", persona.category());
    print(out, "triggers", String.join(", ", persona.triggers()));
    print(out, "version", persona.version());
    print(out, "revision", persona.revision());
    print(out, "author", persona.author());
    print(out, "unique id", persona.uniqueId());
    print(out, "created", persona.createdDate());
    print(out, "age rating", persona.ageRating());
    print(out, "content flags", String.join(", ", persona.contentFlags()));
    print(out, "generation", persona.generationMethod());
    print(out, "AI generated", persona.aiGenerated() ? "yes" : "no");
    print(out, "price", persona.price());
    print(out, "revenue split", persona.revenueSplit());
    print(out, "license", persona.license());
    print(out, "file", persona.fileName());
    printFindings(out, persona.findings());
    out.println();
    out.println(Text.lines(persona.instructions()).stripTrailing());
  }

  static void printFindings(PrintStream out, List<Finding> findings) {
    for (Finding finding : findings) {
      String place =
          finding.line() == 0 ? "" : " at %d:%d".formatted(finding.line(), finding.column());
      out.println(
          Text.line(
              "  %s%s: %s [%s]"
                  .formatted(
                      finding.severity().name().toLowerCase(Locale.ROOT),
                      place,
                      finding.message(),
                      finding.rule())));
    }
  }

  private static void print(PrintStream out, String label, String value) {
    if (!value.isEmpty()) {
      out.println("%-14s %s".formatted(label + ":", Text.line(value)));
    }
  }
}
