package dev.holdfast.server.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** The few calls of POSIX that Java lacks. Where the system has none of them, they fail softly. */
final class Posix {

  private static final int FAILED = -1;

  private Posix() {}

  /** Is this file descriptor a terminal? */
  static boolean isTerminal(int fileDescriptor) {
    return call("isatty", fileDescriptor) == 1;
  }

  /**
   * Does this process run in the foreground of a terminal? Then the terminal's keys send their
   * signals to it and to every process of its group.
   */
  static boolean inForeground() {
    int group = call("getpgrp");
    return group != FAILED
        && (call("tcgetpgrp", 0) == group
            || call("tcgetpgrp", 1) == group
            || call("tcgetpgrp", 2) == group);
  }

  private static int call(String function, Object... arguments) {
    try {
      MemoryLayout[] parameters = new MemoryLayout[arguments.length];
      Arrays.fill(parameters, JAVA_INT);
      Linker linker = Linker.nativeLinker();
      MethodHandle handle =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow(function),
              FunctionDescriptor.of(JAVA_INT, parameters));
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) { // no such function, or no access to native code
      return FAILED;
    }
  }
}
