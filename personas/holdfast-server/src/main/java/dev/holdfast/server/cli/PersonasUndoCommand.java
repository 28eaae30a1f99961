package dev.holdfast.server.cli;

import dev.holdfast.personas.InvalidPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.UndoResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "undo",
    description = {
      "Brings back an earlier text of a persona, byte for byte; also of one that is gone.",
      "",
      "Without REVISION the latest change is taken back, with the name and file that it had before."
          + " An undo can be undone in the same way.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas undo alice               takes back the latest change",
      "  holdfast personas history alice            shows the revisions",
      "  holdfast personas undo alice 3f9a01        brings back the text of that revision",
      "  holdfast personas undo alice 1.3           brings back the latest text of version 1.3",
      "  holdfast personas undo bob.md              brings back one that was deleted",
      "",
      "JSON: an object with previousFile and persona, as it stands now, an object as in 'list'.",
    })
final class PersonasUndoCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "PERSONA",
      description =
          "File name, slug, unique id or name, tried in this order; of one that is gone its file"
              + " name, slug or name.")
  private String persona = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REVISION",
      description =
          "The text to bring back, as 'history' prints it: a revision, at least the first six"
              + " digits of it, or a version.")
  private @Nullable String revision;

  @Mixin private ExpectedVersion expected = new ExpectedVersion();

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasUndoCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io,
        store -> {
          UndoResult result = store.undo(persona, revision, expected.orNull());
          if (options.json()) {
            JsonOutput.print(
                io,
                JsonOutput.object(
                    "previousFile", result.previousFileName(),
                    "persona", PersonaJson.summary(result.entry())));
          } else {
            print(result);
          }
          return ExitCode.OK;
        });
  }

  private void print(UndoResult result) {
    PersonaEntry entry = result.entry();
    String was =
        result.previousFileName().equals(entry.fileName())
            ? ""
            : " (was %s)".formatted(result.previousFileName());
    String what =
        switch (entry) {
          case Persona now -> "version " + now.version();
          case InvalidPersona _ -> "invalid, as it was then";
        };
    io.out().println(Text.line("brought back %s%s: %s".formatted(entry.fileName(), was, what)));
    PersonaText.printFindings(io.out(), entry.findings());
  }
}
