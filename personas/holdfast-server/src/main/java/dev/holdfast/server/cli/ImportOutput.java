package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportReport;
import dev.holdfast.personas.ImportReport.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an import did, for people and as JSON. */
final class ImportOutput {

  private ImportOutput() {}

  /** Scripts read it: fields are added, never renamed or removed. */
  static Map<String, Object> json(ImportReport report, boolean dryRun, boolean refused) {
    Map<String, Object> object = JsonOutput.object("dryRun", dryRun, "refused", refused);
    for (Outcome outcome : Outcome.values()) {
      object.put(WordOption.word(outcome), report.count(outcome));
    }
    object.put("personas", report.items().stream().map(ImportOutput::json).toList());
    return object;
  }

  private static Map<String, Object> json(ImportReport.Item item) {
    return JsonOutput.object(
        "given", item.given(),
        "outcome", WordOption.word(item.outcome()),
        "name", item.name(),
        "file", item.fileName(),
        "findings", PersonaJson.findings(item.findings()));
  }

  static void print(PrintStream out, ImportReport report, boolean dryRun, boolean refused) {
    if (report.items().isEmpty()) {
      out.println("there is no persona in it");
      return;
    }
    Table table = new Table("OUTCOME", "FILE", "NAME", "GIVEN AS");
    for (ImportReport.Item item : report.items()) {
      table.row(WordOption.word(item.outcome()), item.fileName(), item.name(), item.given());
    }
    table.print(out);
    for (ImportReport.Item item : report.items()) {
      if (item.outcome() != Outcome.SKIPPED && !item.findings().isEmpty()) {
        out.println(Text.line(title(item) + ":"));
        PersonaText.printFindings(out, item.findings());
      }
    }
    out.println(summary(report, dryRun, refused));
  }

  private static String title(ImportReport.Item item) {
    return item.name().isEmpty() ? item.given() : item.name();
  }

  private static String summary(ImportReport report, boolean dryRun, boolean refused) {
    List<String> counts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = report.count(outcome);
      if (count > 0) {
        counts.add("%,d %s".formatted(count, WordOption.word(outcome)));
      }
    }
    String all = String.join(", ", counts);
    if (!dryRun) {
      return all;
    }
    return "%s: %s; nothing was changed".formatted(refused ? "would be refused" : "would be", all);
  }
}
