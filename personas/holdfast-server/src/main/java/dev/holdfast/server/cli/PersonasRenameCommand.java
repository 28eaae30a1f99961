package dev.holdfast.server.cli;

import dev.holdfast.personas.RenameResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rename",
    description = {
      "Gives a persona another name, and the file that goes with it, in one step.",
      "",
      "Its unique id and its history stay with it. Refused if a persona has the new name.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas rename alice 'Alice the Lawyer'",
      "  holdfast personas undo alice-the-lawyer                 takes it back",
      "",
      "JSON: an object with previousName, previousFile and persona, as 'show' has it.",
    })
final class PersonasRenameCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order.")
  private String persona = "";

  @Parameters(index = "1", paramLabel = "NEWNAME", description = "The name that it gets.")
  private String newName = "";

  @Mixin private ExpectedVersion expected = new ExpectedVersion();

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasRenameCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io,
        store -> {
          RenameResult result = store.rename(persona, newName, expected.orNull());
          if (options.json()) {
            JsonOutput.print(
                io,
                JsonOutput.object(
                    "previousName", result.previousName(),
                    "previousFile", result.previousFileName(),
                    "persona", PersonaJson.whole(result.persona())));
          } else {
            io.out()
                .println(
                    Text.line(
                        "renamed '%s' to '%s': %s (was %s)"
                            .formatted(
                                result.previousName(),
                                result.persona().name(),
                                result.persona().fileName(),
                                result.previousFileName())));
            PersonaText.printFindings(io.out(), result.persona().findings());
          }
          return ExitCode.OK;
        });
  }
}
