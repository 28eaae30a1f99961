package dev.holdfast.server.cli;

import dev.holdfast.personas.backup.Backup;
import dev.holdfast.personas.backup.BackupEntry;
import dev.holdfast.personas.backup.BackupManager;
import dev.holdfast.personas.backup.Verification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "Reads backups whole and compares every persona with its SHA-256. Ends with 1 if one is"
          + " damaged.",
      "",
    },
    footerHeading = "%nJSON:%n",
    footer = {
      "  A list with one object for each: name, whole, personas (how many there should be) and",
      "  damage, a list of objects with file and problem.",
    })
final class BackupVerifyCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The backups, as 'list' names them. Without any: all.")
  private List<String> names = new ArrayList<>();

  @Mixin private StoreOptions options = new StoreOptions();

  BackupVerifyCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withBackups(
        io,
        (backups, bar) -> {
          List<Verification> done = new ArrayList<>();
          for (String name : names.isEmpty() ? all(backups) : names) {
            done.add(backups.verify(name, bar));
          }
          bar.close();
          if (options.json()) {
            JsonOutput.print(io, done.stream().map(BackupJson::of).toList());
          } else {
            done.forEach(this::print);
          }
          return done.stream().allMatch(Verification::isWhole) ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  /** Of what is listed as not usable, the list says the reason. */
  private static List<String> all(BackupManager backups) {
    return backups.list().stream().filter(Backup.class::isInstance).map(BackupEntry::name).toList();
  }

  private void print(Verification verification) {
    if (verification.isWhole()) {
      io.out()
          .println(
              Text.line(
                  "%s: all %,d personas are whole"
                      .formatted(verification.name(), verification.personas())));
      return;
    }
    io.out().println(Text.line(verification.name() + ": DAMAGED"));
    verification
        .damage()
        .forEach(
            damage ->
                io.out().println(Text.line("  %s: %s".formatted(damage.file(), damage.problem()))));
  }
}
