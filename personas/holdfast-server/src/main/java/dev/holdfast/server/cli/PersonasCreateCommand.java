package dev.holdfast.server.cli;

import dev.holdfast.personas.NewPersona;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = {
      "Creates a persona. Refused if there is one of that name: nothing is overwritten.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas create --name Alice --description 'Knows the law' \\",
      "      --category professional --instructions 'You are a careful lawyer.'",
      "  holdfast personas create ... --instructions-file alice.txt --triggers law,contracts",
      "  generate | holdfast personas create ... --instructions-file -",
      "",
      "JSON: the new persona, as 'show' has it.",
    })
final class PersonasCreateCommand implements Callable<Integer> {

  private final Io io;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Its name, unique in the folder; the name of the file is made from it.")
  private String name = "";

  @Option(
      names = "--description",
      required = true,
      paramLabel = "TEXT",
      description = "What it is, in a sentence or two.")
  private String description = "";

  @Option(
      names = "--category",
      required = true,
      paramLabel = "CATEGORY",
      description = "creative, professional, educational, gaming or personal.")
  private String category = "";

  @Option(
      names = "--triggers",
      paramLabel = "WORDS",
      description = "Words that call for it, separated by commas.")
  private String triggers = "";

  @ArgGroup(multiplicity = "1")
  private Instructions instructions = new Instructions();

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasCreateCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    NewPersona persona =
        new NewPersona(
            name, description, category, instructions.read(io), PersonaRules.splitList(triggers));
    return options.withStore(
        io,
        store -> {
          Persona created = store.create(persona);
          if (options.json()) {
            JsonOutput.print(io, PersonaJson.whole(created));
          } else {
            Path file = Path.of(store.location(), created.fileName());
            io.out().println(Text.line("created '%s': %s".formatted(created.name(), file)));
            PersonaText.printFindings(io.out(), created.findings());
          }
          return ExitCode.OK;
        });
  }

  /** Where the instructions come from: exactly one of the two. */
  private static final class Instructions {
    @Option(
        names = "--instructions",
        paramLabel = "TEXT",
        description = "What the AI is told to be and do.")
    private @Nullable String text;

    @Option(
        names = "--instructions-file",
        paramLabel = "FILE",
        description = "The same from a file; - is standard input.")
    private @Nullable String file;

    String read(Io io) {
      return text != null ? text : TextInput.read(io, file == null ? "" : file);
    }
  }
}
