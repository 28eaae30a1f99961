package dev.holdfast.server.cli;

import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.backup.BackupProgress;
import dev.holdfast.personas.backup.SafeChanges.Done;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "Deletes personas: all that are named or, if one cannot be deleted, none.",
      "",
      "An invalid one is named by its file name or slug. 'undo' brings back what was deleted.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas delete alice",
      "  holdfast personas delete alice bob carol         in one step",
      "  holdfast personas delete --if-version 1.3 alice  if it is still what it was",
      "  holdfast personas undo alice.md                  brings it back",
      "",
      "Before several are deleted, everything is backed up; see 'holdfast backup'.",
      "",
      "JSON: what was deleted, an object as in 'list'; for several PERSONAs a list of them.",
    })
final class PersonasDeleteCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      arity = "1..*",
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order.")
  private List<String> personas = List.of();

  @Mixin private ExpectedVersion expected = new ExpectedVersion();

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasDeleteCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    boolean one = personas.size() == 1;
    if (!one && expected.orNull() != null) {
      throw CommandException.usage("--if-version goes with one persona only");
    }
    return one ? deleteOne(personas.getFirst()) : deleteAll();
  }

  private int deleteOne(String persona) throws IOException {
    return options.withStore(
        io,
        store -> {
          PersonaEntry deleted = store.delete(persona, expected.orNull());
          if (options.json()) {
            JsonOutput.print(io, PersonaJson.summary(deleted));
          } else {
            print(deleted);
          }
          return ExitCode.OK;
        });
  }

  private int deleteAll() throws IOException {
    return options.withChanges(
        io,
        changes -> {
          Done<List<PersonaEntry>> done = changes.deleteAll(personas, BackupProgress.NONE);
          if (options.json()) {
            JsonOutput.print(io, done.result().stream().map(PersonaJson::summary).toList());
          } else {
            done.result().forEach(this::print);
            BackupText.printBefore(io, done.before());
          }
          return ExitCode.OK;
        });
  }

  private void print(PersonaEntry deleted) {
    io.out().println(Text.line("deleted " + deleted.fileName()));
  }
}
