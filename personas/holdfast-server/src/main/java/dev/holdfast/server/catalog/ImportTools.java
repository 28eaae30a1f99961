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

import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport;
import dev.holdfast.personas.ImportReport.Item;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.backup.SafeChanges.Done;
import dev.holdfast.personas.exchange.ExchangeLimits;
import dev.holdfast.server.fetch.FetchOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tool that takes personas in. */
final class ImportTools {

  private static final int MOST_ITEMS = 1_000;
  private static final int MOST_LINES = 50;

  private static final List<String> CONFLICTS =
      Arrays.stream(OnConflict.values()).map(ImportTools::word).toList();

  private static final Map<String, Object> ITEM =
      object(
          field("given", text("Its file name in the source; may be empty.")),
          field("name", text("The name that it has or gets; empty if it cannot be made out.")),
          field("fileName", text("Its file here, or that of the one in the way; may be empty.")),
          field(
              "outcome",
              choice(
                  "What became of it, or with dry_run would.",
                  Arrays.stream(Outcome.values()).map(ImportTools::word).toList())),
          field("findings", PersonaShape.FINDINGS));

  private static final Parameter CONFLICT =
      Parameter.optionalChoice(
          "conflict",
          CONFLICTS,
          "If a persona with this name or unique id is there: fail imports nothing, skip leaves it,"
              + " overwrite replaces it (after a backup of everything; undo_persona brings it back),"
              + " rename imports the new one under another name. fail if not given.");

  private static final Parameter DRY_RUN =
      Parameter.optional("dry_run", Parameter.Type.FLAG, "True only tells what would be done.");

  private static final Parameter OVERWRITE =
      Parameter.optional(
          "overwrite", Parameter.Type.FLAG, "True is the same as conflict overwrite.");

  private static final Map<String, Object> OUTPUT =
      output(
          field("dryRun", bool("Was nothing done, only told?")),
          field("total", integer("Personas in the source.")),
          field("created", integer("How many are new.")),
          field("overwritten", integer("How many took the place of another.")),
          field("renamed", integer("How many are new under another name.")),
          field("skipped", integer("How many were there already and stay.")),
          field("refused", integer("How many are in conflict or not valid; dry_run only.")),
          field("items", list(ITEM)),
          optional("before", BackupShape.BACKUP));

  private final Backups backups;
  private final FetchOptions options;
  private final Confirmations confirmations;

  /**
   * @param options what may be fetched
   */
  ImportTools(Backups backups, FetchOptions options, Confirmations confirmations) {
    this.backups = backups;
    this.options = options;
    this.confirmations = confirmations;
  }

  List<Tool> tools() {
    return List.of(importing(), importingFromUrl());
  }

  private Tool importing() {
    return new Tool(
        "import_persona",
        "Import personas",
        "Imports one or many personas, all of them or, if one is refused, none. Takes a text (the"
            + " Markdown of a persona file, JSON of one persona or a bundle as DollhouseMCP v1"
            + " makes them, base64 of these, or a data: link of share_persona, up to "
            + (ExchangeLimits.MAX_TEXT_BYTES >> 20)
            + " MiB), or the absolute path of a regular file that ends in "
            + String.join(", ", ImportOrigin.ENDINGS)
            + " or of a folder, of which the *.md files are read (links are not followed), or an"
            + " https URL of any of these files, up to "
            + (options.maxBytes() >> 20)
            + " MiB, from a public address or a host that the server was told to allow.",
        List.of(
            Parameter.required(
                "source",
                Parameter.Type.REFERENCE,
                "The text itself, an absolute path, or an https URL."),
            CONFLICT,
            DRY_RUN,
            OVERWRITE),
        OUTPUT,
        new ToolHints(false, true, false, true),
        (arguments, call) -> imported(arguments.text("source"), arguments, call));
  }

  /** As DollhouseMCP v1 has it. */
  private Tool importingFromUrl() {
    return new Tool(
        "import_from_url",
        "Import personas from a URL",
        "The same as import_persona with an https URL, or a data: link of share_persona, as source.",
        List.of(
            Parameter.required(
                "url", Parameter.Type.REFERENCE, "The https URL, or the data: link."),
            CONFLICT,
            DRY_RUN,
            OVERWRITE),
        OUTPUT,
        new ToolHints(false, true, false, true),
        (arguments, call) -> imported(urlOf(arguments), arguments, call));
  }

  private static String urlOf(Arguments arguments) {
    String url = arguments.text("url").strip();
    String lower = url.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("https:") && !lower.startsWith("data:")) {
      throw new ToolException(
          "INVALID_ARGUMENT",
          Values.quoted(url) + " is neither an https URL nor a data: link.",
          "Give texts and files to import_persona.");
    }
    return url;
  }

  private ToolResult.Success imported(String given, Arguments arguments, CallContext call) {
    ImportOptions how = new ImportOptions(conflict(arguments), arguments.flag("dry_run"));
    try (ImportOrigin origin = ImportOrigin.open(given, options)) {
      boolean overwrites = how.onConflict() == OnConflict.OVERWRITE && !how.dryRun();
      boolean asked = overwrites && confirmations.wanted(call);
      int readings = asked ? 4 : how.onConflict() == OnConflict.OVERWRITE ? 3 : 2;
      ImportSource source = new FollowedSource(origin, readings, call);
      if (asked) {
        source = new PinnedSource(source);
        confirm(source, call);
      }
      return told(
          backups.changes(call).importAll(source, how, new FollowedBackup(call)), how.dryRun());
    } catch (IOException e) {
      throw unreadable("what is to be imported", e);
    }
  }

  /** Asks, if something would be overwritten. */
  private void confirm(ImportSource source, CallContext call) throws IOException {
    PersonaStore store = backups.store(call);
    Map<String, String> before = Confirmations.revisions(store);
    ImportReport plan = store.importAll(source, new ImportOptions(OnConflict.OVERWRITE, true));
    List<String> lost =
        plan.items().stream()
            .filter(item -> item.outcome() == Outcome.OVERWRITTEN)
            .map(Item::fileName)
            .toList();
    if (lost.isEmpty() || plan.count(Outcome.INVALID) > 0) {
      return; // the import that follows refuses what is invalid
    }
    confirmations.require(
        call,
        "Import %d personas, and overwrite %d: %s? What is there now is backed up first."
            .formatted(plan.items().size(), lost.size(), Confirmations.names(lost)));
    Confirmations.requireUnchanged(store, before);
  }

  private static OnConflict conflict(Arguments arguments) {
    String overwrite = word(OnConflict.OVERWRITE);
    String conflict =
        arguments.optionalText("conflict").orElse(arguments.flag("overwrite") ? overwrite : "fail");
    if (arguments.flag("overwrite") && !conflict.equals(overwrite)) {
      throw new ToolException(
          "INVALID_ARGUMENT",
          "overwrite was given together with conflict " + conflict + ".",
          "Give conflict alone.");
    }
    return OnConflict.valueOf(conflict.toUpperCase(Locale.ROOT));
  }

  /** A failure to read; nothing was changed. */
  static ToolException unreadable(String what, IOException failure) {
    String reason =
        switch (failure) {
          case NoSuchFileException missing -> "there is no " + missing.getFile();
          case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
          case FileSystemException e when e.getReason() != null ->
              e.getFile() + ": " + e.getReason();
          default -> String.valueOf(failure.getMessage());
        };
    return new ToolException(
        "IO_FAILURE",
        what + " could not be read: " + Markdown.oneLine(reason) + ".",
        "Nothing was changed. See to the cause, then repeat.");
  }

  private static ToolResult.Success told(Done<ImportReport> done, boolean dryRun) {
    ImportReport report = done.result();
    long refused = report.count(Outcome.CONFLICT) + report.count(Outcome.INVALID);
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("dryRun", dryRun);
    structured.put("total", report.items().size());
    structured.put("created", report.count(Outcome.CREATED));
    structured.put("overwritten", report.count(Outcome.OVERWRITTEN));
    structured.put("renamed", report.count(Outcome.RENAMED));
    structured.put("skipped", report.count(Outcome.SKIPPED));
    structured.put("refused", refused);
    structured.put(
        "items", report.items().stream().limit(MOST_ITEMS).map(ImportTools::item).toList());
    done.before().ifPresent(before -> structured.put("before", BackupShape.of(before)));
    String summary =
        String.format(
            "%s: %d created, %d overwritten, %d renamed, %d skipped%s.",
            dryRun ? "This would be done" : "Imported",
            report.count(Outcome.CREATED),
            report.count(Outcome.OVERWRITTEN),
            report.count(Outcome.RENAMED),
            report.count(Outcome.SKIPPED),
            refused == 0
                ? ""
                : ", were not " + refused + " refused, so that nothing would be imported");
    String lines =
        report.items().stream()
            .limit(MOST_LINES)
            .map(ImportTools::line)
            .collect(Collectors.joining("\n"));
    int more = report.items().size() - MOST_LINES;
    return new ToolResult.Success(
        summary
            + done.before().map(RestoredShape::whatWasThere).orElse("")
            + "\n\n"
            + lines
            + (more > 0 ? "\n- and " + more + " more" : ""),
        structured);
  }

  private static Map<String, Object> item(Item item) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("given", item.given());
    shape.put("name", item.name());
    shape.put("fileName", item.fileName());
    shape.put("outcome", word(item.outcome()));
    shape.put("findings", PersonaShape.findings(item.findings()));
    return shape;
  }

  private static String line(Item item) {
    String name = item.name().isEmpty() ? item.given() : item.name();
    String line = "- " + word(item.outcome()) + ": **" + Markdown.oneLine(name) + "**";
    if (!item.fileName().isEmpty()) {
      line += " (`" + Markdown.oneLine(item.fileName()) + "`)";
    }
    return item.outcome() == Outcome.INVALID && !item.findings().isEmpty()
        ? line + ": " + Markdown.oneLine(item.findings().getFirst().message())
        : line;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
