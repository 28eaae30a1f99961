package dev.holdfast.server.cli;

import dev.holdfast.personas.RestoreReport;
import dev.holdfast.personas.backup.Restoration;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Makes the personas what they are in a backup, byte for byte, in one transaction.",
      "",
      "The backup is verified first; a damaged one is refused with the list of the damage. What is"
          + " there is backed up before, while nobody can change it any more. Personas that the"
          + " backup does not have are deleted, unless --only chooses some. What it had to leave out"
          + " stays as it is. If a file would be replaced or deleted that cannot be backed up before,"
          + " nothing is changed.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast backup restore --dry-run personas-20261125-113951Z-manual.zip",
      "  holdfast backup restore personas-20261125-113951Z-manual.zip --only alice,bob",
      "",
      "Each line that it prints is + (created), ~ (replaced) or - (deleted) and a file.",
      "",
      "JSON:",
      "  created, replaced, deleted (lists of files), unchanged (how many), leftOut (as in 'list', of",
      "  this backup), dryRun, and before: the automatic backup, an object as in 'list'; none for a",
      "  dry run.",
    })
final class BackupRestoreCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "The backup, as 'list' names it.")
  private String name = "";

  @Option(
      names = "--only",
      paramLabel = "PERSONA",
      split = ",",
      description = "Restore only these, by file name or slug, and leave all others alone.")
  private List<String> only = List.of();

  @Option(names = "--dry-run", description = "Print what would be changed, and change nothing.")
  private boolean dryRun;

  @Mixin private StoreOptions options = new StoreOptions();

  BackupRestoreCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Set<String>> chosen =
        only.isEmpty() ? Optional.empty() : Optional.of(new LinkedHashSet<>(only));
    return options.withBackups(
        io,
        (backups, bar) -> {
          Restoration restoration = backups.restore(name, chosen, dryRun, bar);
          bar.close();
          if (options.json()) {
            JsonOutput.print(io, BackupJson.of(restoration, dryRun));
          } else {
            print(restoration);
          }
          return ExitCode.OK;
        });
  }

  private void print(Restoration restoration) {
    RestoreReport changes = restoration.changes();
    lines("+ ", changes.created());
    lines("~ ", changes.replaced());
    lines("- ", changes.deleted());
    io.out()
        .println(
            "%s%,d created, %,d replaced, %,d deleted, %,d unchanged"
                .formatted(
                    dryRun ? "would be: " : "",
                    changes.created().size(),
                    changes.replaced().size(),
                    changes.deleted().size(),
                    changes.unchanged()));
    BackupText.print(io, "stays as it is, for the backup lacks it: ", restoration.leftOut());
    BackupText.printBefore(io, restoration.before());
  }

  private void lines(String sign, List<String> files) {
    files.forEach(file -> io.out().println(sign + Text.line(file)));
  }
}
