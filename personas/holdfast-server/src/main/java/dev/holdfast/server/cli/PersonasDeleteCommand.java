package dev.holdfast.server.cli;

import dev.holdfast.personas.PersonaEntry;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Deletes a persona. An invalid one is named by its file name or slug.",
    footerHeading = "%nJSON:%n",
    footer = "  What was deleted, an object as in 'list'.")
final class PersonasDeleteCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order.")
  private String persona = "";

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasDeleteCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io,
        store -> {
          PersonaEntry deleted = store.delete(persona);
          if (options.json()) {
            JsonOutput.print(io, PersonaJson.summary(deleted));
          } else {
            io.out().println(Text.line("deleted " + deleted.fileName()));
          }
          return ExitCode.OK;
        });
  }
}
