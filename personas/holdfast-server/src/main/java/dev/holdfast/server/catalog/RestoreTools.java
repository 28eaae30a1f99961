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

import dev.holdfast.personas.backup.BackupPolicy;
import dev.holdfast.personas.backup.PruneReport;
import dev.holdfast.personas.backup.Restoration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tools that restore backups, and delete old ones. */
final class RestoreTools {

  private static final int MOST_LINES = 50;
  private static final int MOST_KEPT = 100_000;

  private static final Parameter DRY_RUN =
      Parameter.optional("dry_run", Parameter.Type.FLAG, "True only tells what would be done.");

  private final Backups backups;
  private final ActivePersona active;

  RestoreTools(Backups backups, ActivePersona active) {
    this.backups = backups;
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(restore(), prune());
  }

  private Tool restore() {
    return new Tool(
        "restore_backup",
        "Restore a backup",
        "Makes the personas what they are in a backup, byte for byte, in one step; those that it"
            + " does not have are deleted, unless only chooses some. Verifies it first, and backs"
            + " up what is there; if a file would be replaced or deleted that cannot be backed up,"
            + " nothing is changed. Use dry_run first and show what would change.",
        List.of(
            BackupTools.NAME,
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
            field("leftOut", BackupShape.LEFT_OUT),
            field("wasActive", bool("Was a deleted persona active? Then none is any more.")),
            optional("before", BackupShape.BACKUP)),
        new ToolHints(false, true, false, false),
        this::restored);
  }

  private ToolResult.Success restored(Arguments arguments, CallContext call) {
    boolean dryRun = arguments.flag("dry_run");
    Optional<Set<String>> only = arguments.optionalText("only").map(RestoreTools::split);
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
