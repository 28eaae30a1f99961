package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineProgramTest {

  @Test
  void version_namesProgramAndJava() {
    Cli.Run run = new Cli().run("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("holdfast 0.").contains("Java " + Runtime.version());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void help_ofEveryCommand_isPrintedToStandardOutput() {
    for (List<String> command : commands()) {
      List<String> arguments = new ArrayList<>(command);
      arguments.add("--help");

      Cli.Run run = new Cli().run(arguments.toArray(String[]::new));

      assertThat(run.exitCode()).as("%s", command).isZero();
      assertThat(run.out()).as("%s", command).contains("Usage: holdfast ", "--help");
      assertThat(run.out().lines())
          .as("%s fits a terminal", command)
          .allMatch(line -> line.length() <= 95);
      assertThat(run.err()).as("%s", command).isEmpty();
    }
  }

  @Test
  void help_ofACommandByItsName_isTheSame() {
    assertThat(new Cli().run("help", "lock").out())
        .isEqualTo(new Cli().run("lock", "--help").out());
  }

  @Test
  void rootHelp_documentsTheExitCodes() {
    assertThat(new Cli().run("--help").out()).containsPattern("75 +a lock was not had in time");
  }

  @Test
  void noCommand_showsHelpOnStandardErrorAndIsAUsageError() {
    Cli.Run run = new Cli().run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Commands:");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void unknownCommand_isRefusedInTwoLines() {
    Cli.Run run = new Cli().run("lokc");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "holdfast: unknown command 'lokc'; did you mean 'lock' or 'locks'?",
            "  see: holdfast --help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void unknownOption_isRefusedWithTheCommandToAsk() {
    Cli.Run run = new Cli().run("personas", "list", "--jsn");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("unknown option '--jsn'; did you mean '--json'")
        .contains("see: holdfast personas list --help");
  }

  @Test
  void missingParameter_isNamed() {
    Cli.Run run = new Cli().run("write");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("FILE").contains("see: holdfast write --help");
  }

  @Test
  void argumentWithAtSign_isNotReadAsAFileOfArguments(@TempDir Path directory) throws IOException {
    Path arguments = Files.writeString(directory.resolve("arguments"), "--version");

    assertThat(new Cli().run("@" + arguments).err()).contains("unknown command '@");
  }

  @Test
  void failure_showsNoStackTraceUnlessAskedFor(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));

    Cli.Run quiet = new Cli().run("personas", "list", "--dir", file.toString());
    Cli.Run loud =
        new Cli().variable("HOLDFAST_DEBUG", "1").run("personas", "list", "--dir", file.toString());

    assertThat(quiet.exitCode()).isEqualTo(1);
    assertThat(quiet.err()).startsWith("holdfast: ").contains("a-file").doesNotContain("\tat ");
    assertThat(loud.exitCode()).isEqualTo(1);
    assertThat(loud.err()).contains("\tat dev.holdfast");
  }

  @Test
  void failure_withControlCharactersInItsMessage_cannotReachTheTerminal() {
    Cli.Run run = new Cli().run("\u001b[2Jx");

    assertThat(run.err()).doesNotContain("\u001b").contains("\\u{1b}[2Jx");
  }

  @Test
  void emptyFolderName_isAUsageError() {
    Cli.Run run = new Cli().run("locks", "--dir", "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("must not be empty").contains("see: holdfast locks --help");
  }

  @Test
  void folder_isTheVariableWhereNoOptionIsGivenAndOtherwiseBelowHome(@TempDir Path home) {
    Cli.Run fromVariable =
        new Cli().variable("HOLDFAST_DIR", home.resolve("a").toString()).run("locks");
    Cli.Run byDefault = new Cli().variable("HOME", home.toString()).run("locks");
    Cli.Run optionWins =
        new Cli()
            .variable("HOME", home.toString())
            .variable("HOLDFAST_DIR", home.resolve("a").toString())
            .run("locks", "--dir", "~/b");

    assertThat(fromVariable.err()).contains("no lock domain in " + home.resolve("a"));
    assertThat(byDefault.err()).contains("no lock domain in " + home.resolve(".holdfast/personas"));
    assertThat(optionWins.err()).contains("no lock domain in " + home.resolve("b"));
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void outputThatCannotBeWritten_isAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    int exitCode =
        CommandLineProgram.run(
            new String[] {"completion"},
            InputStream.nullInputStream(),
            full,
            OutputStream.nullOutputStream(),
            Map.of());

    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void completion_isAScriptForThisProgram() {
    Cli.Run run = new Cli().run("completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("validate").contains("--dir");
  }

  @Test
  void completion_hasEveryCommand() {
    String script = new Cli().run("completion").out();

    for (List<String> command : commands()) {
      String function = String.join("_", command).replace("-", "");
      assertThat(script)
          .as("%s", command)
          .contains(
              "function _picocli_holdfast" + (function.isEmpty() ? "" : "_" + function) + "(");
    }
  }

  private static List<List<String>> commands() {
    List<List<String>> names = new ArrayList<>();
    CommandLine root =
        CommandLineProgram.commandLine(
            Io.of(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Map.of()));
    names.add(List.of());
    collect(root, List.of(), names);
    assertThat(names).hasSizeGreaterThan(12);
    return names;
  }

  private static void collect(CommandLine parent, List<String> path, List<List<String>> names) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> own = new ArrayList<>(path);
              own.add(name);
              names.add(own);
              collect(command, own, names);
            });
  }
}
