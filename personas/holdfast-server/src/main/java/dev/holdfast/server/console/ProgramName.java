package dev.holdfast.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.server.process.ProcessFacts;
import dev.holdfast.server.process.ProcessFacts.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What people call a program, out of its command line. Arguments are not shown: they may hold what
 * not everybody may see.
 */
final class ProgramName {

  private static final int LONGEST_BYTES = 128 << 10;
  private static final String MAIN_CLASS = "dev.holdfast.server.Main";

  private ProgramName() {}

  /** Of a process; empty if the system does not tell. */
  static String of(ProcessFacts facts) {
    if (facts.state() == State.RUNNING || facts.state() == State.STOPPED) {
      Path whole = Path.of("/proc", Long.toString(facts.pid()), "cmdline");
      try (InputStream in = Files.newInputStream(whole)) { // Java itself tells 4 KiB of it
        String words = new String(in.readNBytes(LONGEST_BYTES), UTF_8);
        if (!words.isEmpty()) {
          return of(List.of(words.split("\0", -1)));
        }
      } catch (IOException e) {
        // it has just ended, or the system has no such file: as below
      }
    }
    return of(List.of(facts.commandLine().strip().split("\\s+", -1)));
  }

  /** For our own program with the subcommand: {@code holdfast mcp}. */
  static String of(List<String> words) {
    int main = words.indexOf(MAIN_CLASS);
    if (main >= 0) {
      String subcommand = main + 1 < words.size() ? words.get(main + 1) : "";
      return subcommand.matches("[a-z-]{1,20}") ? "holdfast " + subcommand : "holdfast";
    }
    String program = words.getFirst();
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
