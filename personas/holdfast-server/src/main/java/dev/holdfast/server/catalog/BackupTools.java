package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.Damage;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupEntry;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.BackupPolicy;
import dev.holdfast.personas.backup.PruneReport;
import dev.holdfast.personas.backup.Restoration;
import dev.holdfast.personas.backup.UnusableFile;
import dev.holdfast.personas.backup.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tools that make, list, verify, restore and prune backups. */
final class BackupTools {

  private static final int MOST_LISTED = 200;
  private static final int MOST_FILES = 1_000;
  private static final int MOST_LINES = 50;
  private static final int MOST_KEPT = 100_000;

  private static final Parameter NAME =
      Parameter.required(
          "name", Parameter.Type.REFERENCE, "The backup, as list_backups names it, no path.");
  private static final Parameter DRY_RUN =
      Parameter.optional("dry_run", Parameter.Type.FLAG, "True only tells what would be done.");

  private final Backups backups;
  private final ActivePersona active;

  BackupTools(Backups backups, ActivePersona active) {
    this.backups = backups;
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(create(), listing(), verify(), restore(), prune());
  }

  private Tool create() {
    return new Tool(
        "create_backup",
        "Back up all personas",
        "Writes every persona, as of one instant, into a ZIP file beside the personas, with the"
            + " SHA-256 of each. Others may go on writing meanwhile.",
        List.of(),
        output(field("backup", BackupShape.BACKUP)),
        new ToolHints(false, false, false, false),
        (_, call) -> {
          Backup backup = backups.of(call).create(BackupKind.MANUAL, new FollowedBackup(call));
          return new ToolResult.Success(
              "Made " + BackupShape.line(backup) + ".", Map.of("backup", BackupShape.of(backup)));
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

  private Tool restore() {
    return new Tool(
        "restore_backup",
        "Restore a backup",
        "Makes the personas what they are in a backup, byte for byte, in one step; those that it"
            + " does not have are deleted, unless only chooses some. Verifies it first, and backs"
            + " up what is there. Use dry_run first and show what would change.",
        List.of(
            NAME,
            Parameter.optional(
                "only",
                Parameter.Type.REFERENCE,
                "Restore only these personas, by file name or slug, separated by commas."),
            DRY_RUN),
        output(
            field("name", text("The backup.")),
            field("dryRun", bool("Was nothing done, only told?")),
            field("created", integer("How many are new.")),
            field("replaced", integer("How many were different.")),
            field("deleted", integer("How many the backup does not have.")),
            field("unchanged", integer("How many are the same.")),
            field(
                "files",
                list(
                    object(
                        field("fileName", text("The file.")),
                        field(
                            "change",
                            choice(
                                "What became of it, or would.",
                                List.of("created", "replaced", "deleted")))))),
            field("wasActive", bool("Was a deleted persona active? Then none is any more.")),
            optional("before", BackupShape.BACKUP)),
        new ToolHints(false, true, false, false),
        this::restored);
  }

  private ToolResult.Success restored(Arguments arguments, CallContext call) {
    boolean dryRun = arguments.flag("dry_run");
    Optional<Set<String>> only = arguments.optionalText("only").map(BackupTools::split);
    Restoration done =
        backups.of(call).restore(arguments.text("name"), only, dryRun, new FollowedBackup(call));
    boolean wasActive = false;
    if (!dryRun) {
      for (String deleted : done.changes().deleted()) {
        wasActive |= active.forget(deleted);
      }
    }
    return RestoredShape.of(done, dryRun, wasActive);
  }

  private static Set<String> split(String names) {
    return Stream.of(names.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Tool prune() {
    BackupPolicy usual = BackupPolicy.DEFAULT;
    return new Tool(
        "prune_backups",
        "Delete old backups",
        "Deletes the backups that no rule keeps, of whatever kind; never the newest, none that is"
            + " in use, and nothing that list_backups calls unusable.",
        List.of(
            keep("keep_last", "Keep so many of the newest", usual.last()),
            keep("keep_daily", "Keep the newest of each of so many days", usual.daily()),
            keep("keep_weekly", "Keep the newest of each of so many weeks", usual.weekly()),
            DRY_RUN),
        output(
            field("dryRun", bool("Was nothing done, only told?")),
            field("kept", integer("How many stay.")),
            field("removed", list(BackupShape.BACKUP)),
            field("inUse", list(BackupShape.BACKUP))),
        new ToolHints(false, true, true, false),
        this::pruned);
  }

  private static Parameter keep(String name, String what, int usual) {
    return Parameter.optionalInteger(name, 0, MOST_KEPT, what + "; " + usual + " if not given.");
  }

  private ToolResult.Success pruned(Arguments arguments, CallContext call) {
    BackupPolicy usual = BackupPolicy.DEFAULT;
    boolean dryRun = arguments.flag("dry_run");
    BackupPolicy policy =
        new BackupPolicy(
            Math.toIntExact(arguments.integer("keep_last").orElse((long) usual.last())),
            Math.toIntExact(arguments.integer("keep_daily").orElse((long) usual.daily())),
            Math.toIntExact(arguments.integer("keep_weekly").orElse((long) usual.weekly())));
    PruneReport report = backups.of(call).prune(policy, dryRun);
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("dryRun", dryRun);
    structured.put("kept", report.kept().size());
    structured.put("removed", BackupShape.of(report.removed()));
    structured.put("inUse", BackupShape.of(report.inUse()));
    String lines =
        report.removed().stream()
            .limit(MOST_LINES)
            .map(one -> "\n- " + BackupShape.line(one))
            .collect(Collectors.joining());
    return new ToolResult.Success(
        "%s: %d deleted, %d kept%s.%s"
            .formatted(
                dryRun ? "This would be done" : "Pruned",
                report.removed().size(),
                report.kept().size(),
                report.inUse().isEmpty()
                    ? ""
                    : ", %d are in use and stay for now".formatted(report.inUse().size()),
                lines.isEmpty() ? "" : "\n" + lines),
        structured);
  }
}
