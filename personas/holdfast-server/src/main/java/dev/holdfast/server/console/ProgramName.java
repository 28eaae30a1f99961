package dev.holdfast.server.console;

import java.util.List;

/**
 * What people call a program, out of its command line. Arguments are not shown: they may hold what
 * not everybody may see.
 */
final class ProgramName {

  private static final String MAIN_CLASS = "dev.holdfast.server.Main";

  private ProgramName() {}

  /**
   * Empty if the command line is. For our own program with the subcommand: {@code holdfast mcp}.
   */
  static String of(String commandLine) {
    List<String> words = List.of(commandLine.strip().split("\\s+"));
    int main = words.indexOf(MAIN_CLASS);
    if (main >= 0) {
      String subcommand = main + 1 < words.size() ? words.get(main + 1) : "";
      return subcommand.matches("[a-z-]{1,20}") ? "holdfast " + subcommand : "holdfast";
    }
    String program = words.getFirst();
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
