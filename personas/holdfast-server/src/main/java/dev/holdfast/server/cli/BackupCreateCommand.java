package dev.holdfast.server.cli;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.backup.Backup;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "create",
    description = {
      "Makes a backup, and prints its name.",
      "",
      "What no archive can hold (a name such as con.md, a file larger than 512 KiB, a link) is left"
          + " out and named; the backup has everything else.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:made", "1:not made", "5:made, but something had to be left out"},
    footerHeading = "%nJSON:%n",
    footer = "  The backup, an object as in 'list'.")
final class BackupCreateCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private StoreOptions options = new StoreOptions();

  BackupCreateCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withBackups(
        io,
        (backups, bar) -> {
          Backup backup = backups.create(BackupKind.MANUAL, bar);
          bar.close();
          if (options.json()) {
            JsonOutput.print(io, BackupJson.of(backup));
          } else {
            io.out()
                .println(
                    Text.line(
                        "%s: %,d personas, %,d bytes, in %s"
                            .formatted(
                                backup.name(),
                                backup.personas(),
                                backup.bytes(),
                                backups.directory())));
            BackupText.print(io, "left out: ", backup.leftOut());
          }
          return backup.leftOut().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
        });
  }
}
