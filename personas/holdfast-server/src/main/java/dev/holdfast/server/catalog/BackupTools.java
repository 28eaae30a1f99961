package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.Damage;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupEntry;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.UnusableFile;
import dev.holdfast.personas.backup.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tools that make, list and verify backups. */
final class BackupTools {

  private static final int MOST_LISTED = 200;
  private static final int MOST_FILES = 1_000;
  private static final int MOST_LINES = 50;

  static final Parameter NAME =
      Parameter.required(
          "name", Parameter.Type.REFERENCE, "The backup, as list_backups names it, no path.");

  private final Backups backups;

  BackupTools(Backups backups) {
    this.backups = backups;
  }

  List<Tool> tools() {
    return List.of(create(), listing(), verify());
  }

  private Tool create() {
    return new Tool(
        "create_backup",
        "Back up all personas",
        "Writes every persona, as of one instant, into a ZIP file beside the personas, with the"
            + " SHA-256 of each. Others may go on writing meanwhile. What no archive can hold is left"
            + " out and named.",
        List.of(),
        output(field("backup", BackupShape.BACKUP)),
        new ToolHints(false, false, false, false),
        (_, call) -> {
          Backup backup = backups.of(call).create(BackupKind.MANUAL, new FollowedBackup(call));
          return new ToolResult.Success(
              "Made "
                  + BackupShape.line(backup)
                  + "."
                  + BackupShape.paragraph("Left out:", backup.leftOut()),
              Map.of("backup", BackupShape.of(backup)));
        });
  }

  private Tool listing() {
    return new Tool(
        "list_backups",
        "List backups",
        "Lists the backups, the newest first (at most "
            + MOST_LISTED
            + "), and what is damaged or does not belong there, with the reason. Only"
            + " verify_backup reads their contents.",
        List.of(),
        output(
            field("directory", text("Where they are.")),
            field("total", integer("How many there are.")),
            field("backups", list(BackupShape.BACKUP)),
            field(
                "unusable",
                list(
                    object(
                        field("name", text("Its file name.")),
                        field("bytes", integer("Its length.")),
                        field("reason", text("Why it is not usable.")))))),
        ToolHints.READS,
        (_, call) -> listed(backups.of(call)));
  }

  private static ToolResult.Success listed(BackupManager manager) {
    List<Backup> backups = new ArrayList<>();
    List<UnusableFile> unusable = new ArrayList<>();
    for (BackupEntry entry : manager.list()) {
      switch (entry) {
        case Backup backup -> backups.add(backup);
        case UnusableFile file -> unusable.add(file);
      }
    }
    List<Backup> newest = backups.stream().limit(MOST_LISTED).toList();
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("directory", manager.directory().toString());
    structured.put("total", backups.size());
    structured.put("backups", BackupShape.of(newest));
    structured.put(
        "unusable", unusable.stream().limit(MOST_LISTED).map(BackupTools::shapeOf).toList());
    String lines =
        Stream.concat(
                newest.stream().limit(MOST_LINES).map(one -> "- " + BackupShape.line(one)),
                unusable.stream().limit(MOST_LINES).map(BackupTools::lineOf))
            .collect(Collectors.joining("\n"));
    return new ToolResult.Success(
        "%d backups.%s".formatted(backups.size(), lines.isEmpty() ? "" : "\n\n" + lines),
        structured);
  }

  private static Map<String, Object> shapeOf(UnusableFile file) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", file.name());
    shape.put("bytes", file.bytes());
    shape.put("reason", file.reason());
    return shape;
  }

  private static String lineOf(UnusableFile file) {
    return "- `%s`: **not usable**: %s"
        .formatted(Markdown.oneLine(file.name()), Markdown.oneLine(file.reason()));
  }

  private Tool verify() {
    return new Tool(
        "verify_backup",
        "Verify a backup",
        "Reads a backup whole and compares every persona with its SHA-256.",
        List.of(NAME),
        output(
            field("name", text("The backup.")),
            field("whole", bool("Is nothing wrong?")),
            field("personas", integer("How many personas it is to have.")),
            field(
                "damage",
                list(
                    object(
                        field("file", text("Which file.")),
                        field("problem", text("What is wrong.")))))),
        ToolHints.READS,
        (arguments, call) ->
            verified(backups.of(call).verify(arguments.text("name"), new FollowedBackup(call))));
  }

  private static ToolResult.Success verified(Verification verification) {
    List<Damage> damage = verification.damage();
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("name", verification.name());
    structured.put("whole", verification.isWhole());
    structured.put("personas", verification.personas());
    structured.put(
        "damage",
        damage.stream()
            .limit(MOST_FILES)
            .map(one -> Map.of("file", one.file(), "problem", one.problem()))
            .toList());
    String name = "`" + Markdown.oneLine(verification.name()) + "`";
    String text =
        verification.isWhole()
            ? "%s is whole: %d personas.".formatted(name, verification.personas())
            : "%s is damaged:\n\n%s"
                .formatted(
                    name,
                    damage.stream()
                        .limit(MOST_LINES)
                        .map(
                            one ->
                                "- `%s`: %s"
                                    .formatted(
                                        Markdown.oneLine(one.file()),
                                        Markdown.oneLine(one.problem())))
                        .collect(Collectors.joining("\n")));
    return new ToolResult.Success(text, structured);
  }
}
