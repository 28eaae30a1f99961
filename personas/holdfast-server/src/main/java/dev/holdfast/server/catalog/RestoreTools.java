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

import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.RestoreReport;
import dev.holdfast.personas.archive.Printable;
import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupManager;
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
  private final Confirmations confirmations;

  RestoreTools(Backups backups, ActivePersona active, Confirmations confirmations) {
    this.backups = backups;
    this.active = active;
    this.confirmations = confirmations;
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
    Runnable stillConfirmed =
        !dryRun && confirmations.wanted(call) ? confirmed(arguments, only, call) : () -> {};
    Restoration done =
        backups
            .of(call)
            .restore(
                arguments.text("name"), only, dryRun, new FollowedBackup(call), stillConfirmed);
    boolean wasActive = false;
    if (!dryRun) {
      for (String deleted : done.changes().deleted()) {
        wasActive |= active.forget(deleted);
      }
    }
    return RestoredShape.of(done, dryRun, wasActive);
  }

  /** Asks, if something would be lost; what it returns refuses what was not confirmed. */
  private Runnable confirmed(Arguments arguments, Optional<Set<String>> only, CallContext call) {
    PersonaStore store = backups.store(call);
    Map<String, String> before = Confirmations.revisions(store);
    String name = arguments.text("name");
    RestoreReport plan =
        backups.of(call).restore(name, only, true, new FollowedBackup(call)).changes();
    if (!plan.replaced().isEmpty() || !plan.deleted().isEmpty()) {
      List<String> lost = Stream.concat(plan.deleted().stream(), plan.replaced().stream()).toList();
      confirmations.require(
          call,
          "Restore the backup %s? It deletes %d personas and replaces %d: %s. What is there now is backed up first."
              .formatted(
                  Printable.name(name),
                  plan.deleted().size(),
                  plan.replaced().size(),
                  Confirmations.names(lost)));
    }
    return () -> Confirmations.requireUnchanged(store, before);
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

  /** Asks, if there are any; the names of those that may be deleted. */
  private Set<String> confirmed(List<Backup> removed, CallContext call) {
    List<String> names = removed.stream().map(Backup::name).toList();
    if (!names.isEmpty()) {
      confirmations.require(
          call,
          "Delete %d backups for good: %s?".formatted(names.size(), Confirmations.names(names)));
    }
    return Set.copyOf(names);
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
    BackupManager manager = backups.of(call);
    PruneReport report =
        !dryRun && confirmations.wanted(call)
            ? manager.prune(policy, confirmed(manager.prune(policy, true).removed(), call))
            : manager.prune(policy, dryRun);
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
