package dev.holdfast.server.cli;

import dev.holdfast.personas.EditResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "edit",
    description = {
      "Changes fields of a persona, all of them or, if one is refused, none.",
      "",
      "What others change at the same time is kept. The version grows, unless it is among the"
          + " fields.",
      "",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas edit alice 'description=Knows the law well'",
      "  holdfast personas edit alice category=personal triggers=law,contracts",
      "  holdfast personas edit alice instructions=@alice.txt    the content of a file",
      "  generate | holdfast personas edit alice instructions=-  standard input",
      "  holdfast personas edit alice description=@@home         a value that begins with @",
      "  holdfast personas edit alice --if-version 1.3 category=personal   if nobody was faster",
      "",
      "A file or standard input is taken as it is; for other fields than instructions the line",
      "end at its end does not belong to the value.",
      "",
      "JSON: an object with previousVersion, changedFields and persona, as 'show' has it.",
    })
final class PersonasEditCommand implements Callable<Integer> {

  private static final String INSTRUCTIONS = "instructions";

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order.")
  private String persona = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FIELD=VALUE",
      description = "A field and its new value; FIELD=@FILE and FIELD=- read the value.")
  private List<String> assignments = List.of();

  @Mixin private ExpectedVersion expected = new ExpectedVersion();

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasEditCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> changes = changes();
    return options.withStore(
        io,
        store -> {
          EditResult result = store.edit(persona, changes, expected.orNull());
          if (options.json()) {
            JsonOutput.print(io, PersonaJson.edit(result));
          } else {
            io.out()
                .println(
                    Text.line(
                        "edited '%s': %s, version %s (was %s)"
                            .formatted(
                                result.persona().name(),
                                String.join(", ", result.changedFields()),
                                result.persona().version(),
                                result.previousVersion())));
            PersonaText.printFindings(io.out(), result.persona().findings());
          }
          return ExitCode.OK;
        });
  }

  private Map<String, String> changes() {
    // All names first: a mistake in one shows before anything is read.
    Map<String, String> written = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw CommandException.usage("'" + assignment + "' is not of the form FIELD=VALUE");
      }
      String field = assignment.substring(0, equals);
      if (written.put(field, assignment.substring(equals + 1)) != null) {
        throw CommandException.usage("the field '" + field + "' is given twice");
      }
    }
    if (written.values().stream().filter("-"::equals).count() > 1) {
      throw CommandException.usage("only one field can be read from standard input");
    }
    Map<String, String> changes = new LinkedHashMap<>();
    written.forEach((field, value) -> changes.put(field, value(field, value)));
    return changes;
  }

  private String value(String field, String written) {
    if (written.startsWith("@@")) {
      return written.substring(1);
    }
    if (!written.equals("-") && !written.startsWith("@")) {
      return written;
    }
    String text = TextInput.read(io, written.equals("-") ? written : written.substring(1));
    return field.equals(INSTRUCTIONS) ? text : withoutLineEnd(text);
  }

  private static String withoutLineEnd(String text) {
    int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
    return text.substring(0, text.length() - end);
  }
}
