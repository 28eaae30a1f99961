package dev.holdfast.server.cli;

import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.PruneReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = {
      "Deletes the backups that no rule keeps, of whatever kind.",
      "",
      "The newest stays in any case, and what is being made, verified or restored. Days and weeks"
          + " are those of UTC; those without a backup do not count. Damaged and foreign files"
          + " neither count nor are deleted.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast backup prune --dry-run",
      "  holdfast backup prune --keep-last 3 --keep-daily 0 --keep-weekly 0",
      "",
      "JSON:",
      "  removed, kept, inUse (lists of objects as in 'list'), dryRun.",
    })
final class BackupPruneCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private PolicyOptions policy = new PolicyOptions();

  @Option(names = "--dry-run", description = "Print what would be deleted, and delete nothing.")
  private boolean dryRun;

  @Mixin private StoreOptions options = new StoreOptions();

  BackupPruneCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withBackups(
        io,
        (backups, _) -> {
          PruneReport report = backups.prune(policy.policy(io), dryRun);
          if (options.json()) {
            JsonOutput.print(io, BackupJson.of(report, dryRun));
          } else {
            print(report);
          }
          return ExitCode.OK;
        });
  }

  private void print(PruneReport report) {
    lines("- ", report.removed());
    lines("in use: ", report.inUse());
    io.out()
        .println(
            "%s%,d deleted, %,d kept%s"
                .formatted(
                    dryRun ? "would be: " : "",
                    report.removed().size(),
                    report.kept().size(),
                    report.inUse().isEmpty()
                        ? ""
                        : ", %,d in use: prune again later".formatted(report.inUse().size())));
  }

  private void lines(String sign, List<Backup> backups) {
    backups.forEach(backup -> io.out().println(Text.line(sign + backup.name())));
  }
}
