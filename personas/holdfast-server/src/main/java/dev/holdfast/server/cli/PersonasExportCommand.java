package dev.holdfast.server.cli;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.exchange.JsonExport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Writes personas in a form that 'import' takes, here or elsewhere, byte for byte.",
      "",
      "--all is every persona, valid or not, as of one instant, while others write. Several that are"
          + " named are read one after the other. With --all, what cannot be exported (a file that is"
          + " too large, no file at all or, but for the format folder, no persona that can be taken"
          + " apart) is left out and named on standard error.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:exported",
      "1:refused; nothing was exported",
      "5:exported, but something had to be left out",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast personas export alice                            its file, to the terminal",
      "  holdfast personas export alice --output alice.md",
      "  holdfast personas export alice --format base64            to paste into a chat",
      "  holdfast personas export --all --output personas.json     a bundle",
      "  holdfast personas export --all --format folder --output personas",
      "",
      "JSON: what was written to --output: an object with format, output, personas (how many) and",
      "leftOut, objects with file and reason.",
    })
final class PersonasExportCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      arity = "0..*",
      paramLabel = "PERSONA",
      description = "File name, slug, unique id or name, tried in this order.")
  private List<String> personas = List.of();

  @Option(names = "--all", description = "Every persona of the folder.")
  private boolean all;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = ExportFormat.Option.class,
      completionCandidates = ExportFormat.Option.class,
      description =
          "${COMPLETION-CANDIDATES}: markdown is the file of one persona; json and base64 are those"
              + " of DollhouseMCP, one persona or a bundle; folder is files. Default: markdown for"
              + " one PERSONA, otherwise json.")
  private @Nullable ExportFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|DIR",
      description =
          "Where to. A file is replaced whole or not at all; a folder must be new or empty. Default:"
              + " standard output.")
  private @Nullable String output;

  @Mixin private StoreOptions options = new StoreOptions();

  PersonasExportCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    ExportFormat chosen = check();
    JsonExport export = new JsonExport(Clock.systemUTC().instant(), io.author());
    return options.withStore(
        io,
        store -> {
          try (SpooledPersonas read = SpooledPersonas.of(source(store), faults(chosen))) {
            if (output == null) {
              OutputStream out = new BufferedOutputStream(io.rawOut());
              chosen.write(read, isBundle(), export, out);
              out.flush();
            } else {
              write(read, chosen, export, io.path(output).toAbsolutePath());
            }
            for (LeftOut one : read.leftOut()) {
              io.err().println(Text.line("left out: " + one.shown()));
            }
            return read.leftOut().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
          }
        });
  }

  /** Who names personas wants these. */
  private SpooledPersonas.Fault faults(ExportFormat chosen) {
    return all && chosen != ExportFormat.FOLDER ? JsonExport::faultOf : (_, _) -> Optional.empty();
  }

  private boolean isBundle() {
    return all || personas.size() > 1;
  }

  private ExportFormat check() {
    if (all == !personas.isEmpty()) {
      throw CommandException.usage("name personas to export, or say --all");
    }
    ExportFormat chosen =
        format != null ? format : isBundle() ? ExportFormat.JSON : ExportFormat.MARKDOWN;
    if (chosen == ExportFormat.MARKDOWN && isBundle()) {
      throw CommandException.usage("markdown holds one persona; json and folder hold several");
    }
    if (chosen == ExportFormat.FOLDER && output == null) {
      throw CommandException.usage("the format folder needs --output DIR");
    }
    if (options.json() && output == null) {
      throw CommandException.usage(
          "--json tells what was written to --output; personas as JSON: --format json");
    }
    return chosen;
  }

  private ImportSource source(PersonaStore store) {
    return all
        ? store::readAll
        : receiver -> {
          Map<String, byte[]> named = new LinkedHashMap<>();
          for (String persona : personas) {
            PersonaSource source = store.source(persona, null);
            if (named.put(source.fileName(), source.bytes()) != null) {
              throw CommandException.usage(source.fileName() + " is named twice");
            }
          }
          for (Map.Entry<String, byte[]> one : named.entrySet()) {
            receiver.persona(one.getKey(), one.getValue());
          }
        };
  }

  private void write(SpooledPersonas read, ExportFormat chosen, JsonExport export, Path target)
      throws IOException {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      AtomicFiles files = locks.files();
      if (chosen == ExportFormat.FOLDER) {
        writeFolder(read, files, target);
      } else {
        files.write(target, out -> chosen.write(read, isBundle(), export, out));
      }
    }
    if (options.json()) {
      JsonOutput.print(
          io,
          JsonOutput.object(
              "format", WordOption.word(chosen),
              "output", target.toString(),
              "personas", read.count(),
              "leftOut", BackupJson.leftOut(read.leftOut())));
    } else {
      String unit = read.count() == 1 ? "persona" : "personas";
      io.out().println(Text.line("exported %,d %s: %s".formatted(read.count(), unit, target)));
    }
  }

  private void writeFolder(SpooledPersonas read, AtomicFiles files, Path target)
      throws IOException {
    if (Files.exists(target) && !isEmpty(target)) {
      throw CommandException.failed(
          target + " is not empty; nothing was exported", "name a folder that is new or empty");
    }
    files.createDirectories(target);
    try (ProgressBar bar = ProgressBar.on(io)) {
      int[] count = {0};
      read.read(
          (fileName, content) -> {
            files.createNew(target.resolve(fileName), content);
            bar.report("exporting", ++count[0], OptionalInt.of(read.count()));
          });
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }
}
