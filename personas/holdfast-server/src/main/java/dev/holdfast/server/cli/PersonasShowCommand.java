package dev.holdfast.server.cli;

import dev.holdfast.personas.Persona;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Shows a persona with its instructions.",
      "",
      "Characters that a terminal might obey are shown as escapes; --json gives them as they are.",
      "",
    },
    footerHeading = "%nJSON:%n",
    footer = "  An object with the fields of 'list' and instructions.")
final class PersonasShowCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order.")
  private String persona = "";

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasShowCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io,
        store -> {
          Persona found = store.get(persona);
          if (options.json()) {
            JsonOutput.print(io, PersonaJson.whole(found));
          } else {
            PersonaText.printWhole(io.out(), found);
          }
          return ExitCode.OK;
        });
  }
}
