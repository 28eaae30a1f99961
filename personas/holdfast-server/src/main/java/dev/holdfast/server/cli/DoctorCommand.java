package dev.holdfast.server.cli;

import dev.holdfast.server.doctor.Doctor;
import dev.holdfast.server.doctor.Doctor.Diagnosis;
import dev.holdfast.server.doctor.Finding.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "doctor",
    description = {
      "Finds out by trying whether a folder is fit for locks and files that survive.",
      "",
      "Works in a temporary folder inside it, with a second process, and removes that again: locks"
          + " exclude and are freed when a process is killed, files are replaced and created"
          + " atomically, files and folders can be synced, files keep their numbers, names, access"
          + " control lists, free space, and what is known of the kind of file system.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is fit; warnings are no failure",
      "1:something cannot work there, or nothing could be tried",
      "2:called wrongly",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast doctor                      the folder of personas",
      "  holdfast doctor /srv/shared",
      "  holdfast doctor /srv/shared --json",
      "",
      "JSON:",
      "  directory, fit (true or false), checks: a list of check, result (ok, warn or fail), meaning,",
      "  advice (empty if nothing is to be done).",
    })
final class DoctorCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "The folder, which must exist. Default: the environment variable HOLDFAST_DIR, otherwise"
              + " ~/.holdfast/personas.")
  private @Nullable String directory;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  DoctorCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path path =
        directory == null ? new FolderOption().folder(io) : io.path(directory).toAbsolutePath();
    if (!Files.isDirectory(path)) {
      throw CommandException.failed("no such folder: " + path, "make it first: mkdir -p");
    }
    List<Diagnosis> all;
    try {
      all = new Doctor().examine(path);
    } catch (IOException e) {
      throw CommandException.failed(
          "nothing can be made in %s: %s".formatted(path, Failures.describe(e)),
          "see to it that you may write there");
    }
    boolean fit = all.stream().noneMatch(one -> one.finding().result() == Result.FAIL);
    if (json) {
      printJson(path, fit, all);
    } else {
      print(path, fit, all);
    }
    return fit ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(Path path, boolean fit, List<Diagnosis> all) {
    Table table = new Table("CHECK", "RESULT", "WHAT IT MEANS");
    all.forEach(one -> table.row(one.check(), result(one), one.finding().meaning()));
    table.print(io.out());
    io.out().println();
    for (Diagnosis one : all) {
      if (!one.finding().advice().isEmpty()) {
        io.out().println(Text.line("%s: %s".formatted(one.check(), one.finding().advice())));
      }
    }
    io.out()
        .println(
            Text.line(
                path + (fit ? " is fit for Holdfast" : " is not fit for Holdfast: see 'fail'")));
  }

  private void printJson(Path path, boolean fit, List<Diagnosis> all) {
    JsonOutput.print(
        io,
        JsonOutput.object(
            "directory",
            path.toString(),
            "fit",
            fit,
            "checks",
            all.stream()
                .map(
                    one ->
                        JsonOutput.object(
                            "check", one.check(),
                            "result", result(one),
                            "meaning", one.finding().meaning(),
                            "advice", one.finding().advice()))
                .toList()));
  }

  private static String result(Diagnosis one) {
    return one.finding().result().name().toLowerCase(Locale.ROOT);
  }
}
