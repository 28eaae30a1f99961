package dev.holdfast.server.cli;

import dev.holdfast.personas.PersonaEntry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Lists all personas of the folder, the invalid ones with the reason.",
    footerHeading = "%nJSON:%n",
    footer = {
      "  A list of objects, sorted by file: file, slug, revision, valid, findings (each severity,",
      "  rule, message, line, column), and for valid ones name, description, uniqueId, author, category,",
      "  triggers, contentFlags, version, ageRating, generationMethod, aiGenerated, price,",
      "  revenueSplit, license, createdDate.",
    })
final class PersonasListCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasListCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io,
        store -> {
          List<PersonaEntry> entries = store.list();
          if (options.json()) {
            JsonOutput.print(io, entries.stream().map(PersonaJson::summary).toList());
          } else {
            PersonaText.printList(io.out(), entries);
          }
          return ExitCode.OK;
        });
  }
}
