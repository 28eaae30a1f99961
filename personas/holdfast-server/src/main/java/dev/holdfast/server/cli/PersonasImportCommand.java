package dev.holdfast.server.cli;

import dev.holdfast.personas.ImportOptions;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.backup.SafeChanges.Done;
import dev.holdfast.server.fetch.FetchOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Takes personas in: all that the SOURCEs hold or, if one is refused, none.",
      "",
      "A SOURCE is a persona file, a folder of them, an export or bundle in JSON or base64, also one"
          + " of DollhouseMCP, an https URL of one of these, a data: link, or - for standard input."
          + " A URL must lead to a public address or an allowed host. A persona is there already if one has its name or"
          + " its unique id.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:imported; with --dry-run: would be",
      "1:refused, or with --dry-run would be; nothing was changed",
      "4:somebody else changed something meanwhile; nothing was changed",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas import alice.md bob.md",
      "  holdfast personas import --dry-run personas.json      what would be done",
      "  holdfast personas import --conflict skip personas.json",
      "  holdfast personas import --conflict overwrite alice.md    'undo alice' takes it back",
      "  holdfast personas import https://example.org/alice.md",
      "  pbpaste | holdfast personas import -",
      "",
      "Before personas are overwritten, everything is backed up; see 'holdfast backup'.",
      "",
      "JSON: an object with dryRun, refused, created, overwritten, skipped, renamed, conflict and",
      "invalid (how many), and personas, a list of objects: given (its file name in the source),",
      "outcome (one of these words), name, file (its own, or the one in its way), findings as in",
      "'list'; and before, the backup that was made. A refusal without --dry-run is told on standard error.",
    })
final class PersonasImportCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "A file, a folder, an https URL, a data: link, or - for standard input.")
  private List<String> sources = List.of();

  @Option(
      names = "--conflict",
      paramLabel = "POLICY",
      converter = ConflictOption.class,
      completionCandidates = ConflictOption.class,
      description =
          "What to do with one that is there already: ${COMPLETION-CANDIDATES}. fail (the default)"
              + " imports nothing at all; skip leaves it as it is; overwrite replaces it, which can"
              + " be undone; rename imports the new one under another name.")
  private OnConflict onConflict = OnConflict.FAIL;

  @Option(names = "--dry-run", description = "Print what would be done, and change nothing.")
  private boolean dryRun;

  @Mixin private AllowImportOption allowImport = new AllowImportOption();

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasImportCommand(Io io) {
    this.io = io;
  }

  /** Reads the word on the command line. */
  static final class ConflictOption extends WordOption<OnConflict> {
    ConflictOption() {
      super(OnConflict.class);
    }
  }

  @Override
  public Integer call() throws IOException {
    FetchOptions fetch = allowImport.options(io);
    return options.withChanges(
        io,
        changes -> {
          Done<ImportReport> done;
          try (ImportArguments source = ImportArguments.open(io, sources, fetch);
              ProgressBar bar = ProgressBar.on(io)) {
            done =
                changes.importAll(
                    new WatchedSource(source, bar), new ImportOptions(onConflict, dryRun), bar);
          }
          ImportReport report = done.result();
          boolean refused = report.count(Outcome.CONFLICT) + report.count(Outcome.INVALID) > 0;
          if (options.json()) {
            Map<String, Object> json = ImportOutput.json(report, dryRun, refused);
            done.before().ifPresent(before -> json.put("before", BackupJson.of(before)));
            JsonOutput.print(io, json);
          } else {
            ImportOutput.print(io.out(), report, dryRun, refused);
            BackupText.printBefore(io, done.before());
          }
          return refused ? ExitCode.FAILED : ExitCode.OK;
        });
  }
}
