package dev.holdfast.server.catalog;

import dev.holdfast.personas.RestoreReport;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.Restoration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What restoring a backup did, as text and structured content. */
final class RestoredShape {

  private static final int MOST_FILES = 1_000;
  private static final int MOST_LINES = 50;

  private RestoredShape() {}

  static ToolResult.Success of(Restoration restoration, boolean dryRun, boolean wasActive) {
    RestoreReport changes = restoration.changes();
    List<Map<String, Object>> files = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    add(files, lines, "created", changes.created());
    add(files, lines, "replaced", changes.replaced());
    add(files, lines, "deleted", changes.deleted());
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("name", restoration.name());
    structured.put("dryRun", dryRun);
    structured.put("created", changes.created().size());
    structured.put("replaced", changes.replaced().size());
    structured.put("deleted", changes.deleted().size());
    structured.put("unchanged", changes.unchanged());
    structured.put("files", files);
    structured.put("leftOut", BackupShape.leftOut(restoration.leftOut()));
    structured.put("wasActive", wasActive);
    restoration.before().ifPresent(before -> structured.put("before", BackupShape.of(before)));
    String summary =
        "%s: %d created, %d replaced, %d deleted, %d unchanged."
            .formatted(
                dryRun ? "This would be done" : "Restored",
                changes.created().size(),
                changes.replaced().size(),
                changes.deleted().size(),
                changes.unchanged());
    String before = restoration.before().map(RestoredShape::whatWasThere).orElse("");
    return new ToolResult.Success(
        summary
            + before
            + (wasActive ? " The active persona was deleted; now none is active." : "")
            + (lines.isEmpty() ? "" : "\n\n" + String.join("\n", lines))
            + BackupShape.paragraph(
                "These the backup lacks, and they stay as they are:", restoration.leftOut()),
        structured);
  }

  /** Where it is. */
  static String whatWasThere(Backup before) {
    return " What was there before is in `"
        + Markdown.oneLine(before.name())
        + "`"
        + (before.leftOut().isEmpty()
            ? "."
            : ", without %d files that no backup can hold.".formatted(before.leftOut().size()));
  }

  private static void add(
      List<Map<String, Object>> files, List<String> lines, String change, List<String> names) {
    for (String name : names) {
      if (files.size() < MOST_FILES) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("fileName", name);
        file.put("change", change);
        files.add(file);
      }
      if (lines.size() < MOST_LINES) {
        lines.add("- %s: `%s`".formatted(change, Markdown.oneLine(name)));
      }
    }
  }
}
