package dev.holdfast.server.cli;

import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupEntry;
import dev.holdfast.personas.backup.UnusableFile;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = {
      "Lists the backups, the newest first, and then what is damaged or does not belong there, with"
          + " the reason.",
      "",
      "Only the manifests are read: 'verify' reads everything.",
      "",
    },
    footerHeading = "%nJSON:%n",
    footer = {
      "  A list of objects. Each has name, usable and bytes; one that is usable also taken (UTC),",
      "  kind (manual, scheduled, before-restore, before-import, before-delete), user, client and",
      "  personas (how many) and leftOut (what it does not hold although it was there: objects with",
      "  file and reason); one that is not, reason.",
    })
final class BackupListCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private StoreOptions options = new StoreOptions();

  BackupListCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withBackups(
        io,
        (backups, _) -> {
          List<BackupEntry> entries = backups.list();
          if (options.json()) {
            JsonOutput.print(io, entries.stream().map(BackupJson::of).toList());
          } else {
            print(entries);
          }
          return ExitCode.OK;
        });
  }

  private void print(List<BackupEntry> entries) {
    List<Backup> backups =
        entries.stream().filter(Backup.class::isInstance).map(Backup.class::cast).toList();
    if (backups.isEmpty()) {
      io.out().println("no backups");
    } else {
      Table table = new Table("NAME", "TAKEN", "KIND", "PERSONAS", "BYTES", "BY");
      for (Backup backup : backups) {
        table.row(
            backup.name(),
            backup.taken().truncatedTo(ChronoUnit.SECONDS),
            backup.kind().word(),
            backup.personas(),
            backup.bytes(),
            backup.origin().user());
      }
      table.print(io.out());
    }
    for (Backup backup : backups) {
      BackupText.print(io, "left out of " + backup.name() + ": ", backup.leftOut());
    }
    for (BackupEntry entry : entries) {
      if (entry instanceof UnusableFile unusable) {
        io.out()
            .println(Text.line("not usable: %s: %s".formatted(unusable.name(), unusable.reason())));
      }
    }
  }
}
