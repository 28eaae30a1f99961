package dev.holdfast.server.catalog;

import dev.holdfast.personas.Finding;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Personas and findings as people read them. */
final class Markdown {

  private Markdown() {}

  /** One line for a list. */
  static String listLine(PersonaEntry entry, boolean active) {
    String line =
        entry instanceof Persona persona
            ? String.format(
                "- %s, version %s%s: %s",
                title(persona),
                oneLine(persona.version()),
                persona.category().isEmpty() ? "" : ", " + oneLine(persona.category()),
                oneLine(persona.description()))
            : "- `" + oneLine(entry.fileName()) + "`: **invalid**, " + firstError(entry);
    return active ? line + " **(active)**" : line;
  }

  /** Name and file: {@code **Alice** (`alice.md`)}. */
  static String title(Persona persona) {
    return "**" + oneLine(persona.name()) + "** (`" + oneLine(persona.fileName()) + "`)";
  }

  /** The whole persona. The instructions stand last: nothing behind them is ours. */
  static String details(Persona persona) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(oneLine(persona.name())).append("\n\n");
    text.append(oneLine(persona.description())).append("\n\n");
    line(text, "File", persona.fileName());
    line(text, "Unique id", persona.uniqueId());
    line(text, "Version", persona.version());
    line(text, "Revision", persona.revision());
    line(text, "Author", persona.author());
    line(text, "Category", persona.category());
    line(text, "Triggers", String.join(", ", persona.triggers()));
    line(text, "Content flags", String.join(", ", persona.contentFlags()));
    line(text, "Age rating", persona.ageRating());
    line(text, "Generation method", persona.generationMethod());
    line(text, "AI generated", persona.aiGenerated() ? "yes" : "no");
    line(text, "Price", persona.price());
    line(text, "Revenue split", persona.revenueSplit());
    line(text, "License", persona.license());
    line(text, "Created", persona.createdDate());
    if (!persona.findings().isEmpty()) {
      text.append("\nFindings:\n\n").append(findings(persona.findings())).append('\n');
    }
    return text.append("\n## Instructions\n\n").append(persona.instructions()).toString();
  }

  /** One line for each finding. */
  static String findings(List<Finding> findings) {
    return findings.stream().map(f -> "- " + finding(f)).collect(Collectors.joining("\n"));
  }

  /** The findings behind a message about a change; empty if there are none. */
  static String remarks(List<Finding> findings) {
    return findings.isEmpty() ? "" : "\n\nFindings:\n\n" + findings(findings);
  }

  /**
   * A text from outside in one line, so that it cannot pass for a line of ours, nor turn one
   * around.
   */
  static String oneLine(String text) {
    StringBuilder line =
        text.codePoints()
            .map(c -> isBreak(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return SafeText.line(line.toString());
  }

  private static boolean isBreak(int codePoint) {
    return Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029;
  }

  private static String firstError(PersonaEntry entry) {
    return entry.findings().stream()
        .filter(f -> f.severity() == Severity.ERROR)
        .findFirst()
        .map(Markdown::finding)
        .orElse("for no reason given");
  }

  private static String finding(Finding finding) {
    String place =
        finding.line() == 0 ? "" : " in line " + finding.line() + ", column " + finding.column();
    return finding.severity().name().toLowerCase(Locale.ROOT)
        + place
        + ": "
        + oneLine(finding.message())
        + " ["
        + finding.rule()
        + "]";
  }

  private static void line(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append("- ").append(label).append(": ").append(oneLine(value)).append('\n');
    }
  }
}
