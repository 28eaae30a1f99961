package dev.holdfast.server.cli;

import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.ValidationReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "validate",
    description = {
      "Checks a persona, or all of the folder, by the rules of the format.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all are valid", "1:at least one is invalid"},
    footerHeading = "%nJSON:%n",
    footer = "  A list of objects: file, valid, findings as in 'list'.")
final class PersonasValidateCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      arity = "0..1",
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order. Default: all.")
  private @Nullable String persona;

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasValidateCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return options.withStore(
        io,
        store -> {
          List<ValidationReport> reports = reports(store);
          if (options.json()) {
            JsonOutput.print(io, reports.stream().map(PersonaJson::report).toList());
          } else {
            reports.forEach(this::print);
          }
          return reports.stream().allMatch(ValidationReport::valid) ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  private List<ValidationReport> reports(PersonaStore store) {
    return persona != null
        ? List.of(store.validate(persona))
        : store.list().stream().map(PersonaEntry::fileName).map(store::validate).toList();
  }

  private void print(ValidationReport report) {
    String verdict = report.valid() ? "valid" : "invalid";
    io.out().println(Text.line(report.fileName() + ": " + verdict));
    PersonaText.printFindings(io.out(), report.findings());
  }
}
