package dev.holdfast.server.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs this program once more: the same Java, options and class path. */
public final class ThisProgram {
  private ThisProgram() {}

  /** Its main class, by name: that one knows the commands, which know this package. */
  private static final String MAIN = "dev.holdfast.server.Main";

  /** The property in which the launcher says where it is. */
  private static final String LAUNCHER = "holdfast.launcher";

  /**
   * The command that others start this program with: the launcher where there is one, which finds
   * Java and the program wherever they have moved to.
   */
  public static List<String> launch(String... arguments) {
    String launcher = System.getProperty(LAUNCHER, "");
    if (launcher.isEmpty()) {
      return command(arguments);
    }
    List<String> command = new ArrayList<>(List.of(launcher));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The command with these arguments. */
  public static List<String> command(String... arguments) {
    return commandOf(MAIN, arguments);
  }

  /** The command that runs another class of this program. */
  public static List<String> commandOf(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // An agent, such as a debugger, has its port and its file, and no second process may have.
      if (!option.startsWith("-agentlib") && !option.startsWith("-javaagent")) {
        command.add(option);
      }
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}
